/** `npm run open`: serves the user interfaces on localhost until Ctrl-C. */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { ADDRESSES, PASSWORD_COMMAND } from './lib/addresses.ts';
import { missingPrograms } from './lib/programs.ts';

const { values } = parseArgs({ options: { context: { type: 'string' } } });
const missing = missingPrograms(['kubectl']);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}
const context = values.context ? ['--context', values.context] : [];

for (const { name, port } of ADDRESSES) console.log(`${name.padEnd(13)} http://localhost:${port}`);
console.log(`Grafana's password for admin: ${PASSWORD_COMMAND}\nCtrl-C ends.`);

await Promise.all(
  ADDRESSES.map(async ({ name, namespace, service, port, target }) => {
    // A forward ends with the pod behind it: the next one goes to the new pod.
    for (;;) {
      const forward = await execa(
        'kubectl',
        [...context, 'port-forward', '--namespace', namespace, `service/${service}`, `${port}:${target}`],
        { reject: false },
      );
      console.error(`${name}: ${forward.stderr.trim() || 'the connection ended'}; trying again`);
      await setTimeout(2000);
    }
  }),
);
