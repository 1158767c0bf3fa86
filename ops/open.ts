/** `npm run open`: serves the user interfaces on localhost until Ctrl-C. Like `up`, of the kind cluster by default. */
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { type Address, addressesOf, passwordCommand } from './lib/addresses.ts';
import { KIND_CONTEXT } from './lib/kind.ts';
import { isFree } from './lib/local-port.ts';
import { readObjects } from './lib/objects.ts';
import { readOptions, text } from './lib/options.ts';
import { needPrograms } from './lib/programs.ts';
import { Refused } from './lib/refused.ts';

const { context } = readOptions('open', { context: text('NAME', KIND_CONTEXT) });
const addresses = addressesOf(readObjects('dist'));
needPrograms(['kubectl']);
await needPorts();

for (const { name, port } of addresses) console.log(`${name.padEnd(13)} http://localhost:${port}`);
const grafana = addresses.find(({ name }) => name === 'Grafana');
if (grafana) console.log(`Grafana's password for admin: ${passwordCommand(grafana, context)}`);
console.log('Ctrl-C ends.');
await Promise.all(addresses.map(forward));

async function needPorts(): Promise<void> {
  const free = await Promise.all(addresses.map(({ port }) => isFree(port)));
  const taken = addresses.filter((_, index) => !free[index]);
  if (taken.length > 0) {
    const lines = taken.map(({ name, port }) => `port ${port} of this machine, for ${name}, is taken`);
    throw new Refused(`${lines.join('\n')}\nend what listens there, such as another npm run open`);
  }
}

/** Serves one address. A port-forward ends with its pod: the next one uses the new pod. */
async function forward({ name, namespace, service, port }: Address): Promise<never> {
  const args = [
    '--context',
    context,
    'port-forward',
    '--namespace',
    namespace,
    `service/${service}`,
    `${port}:${port}`,
  ];
  for (;;) {
    const { stderr } = await execa('kubectl', args, { reject: false });
    console.error(`${name}: ${stderr.trim() || 'the connection ended'}; trying again`);
    await setTimeout(2000);
  }
}
