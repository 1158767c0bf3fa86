import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { VerifiedApp } from '../../constructs/index.ts';
import { k8s } from '../../imports/k8s.ts';

/** What a verified app writes is what cdk8s writes. */

type Settings = ConstructorParameters<typeof App>[0];

function files(Kind: typeof App, settings: Settings, order: boolean): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'verified-'));
  try {
    const app = new Kind({ ...settings, outdir });
    for (const id of ['10-first', '20-second']) {
      const chart = new Chart(app, id);
      const after = new k8s.KubeServiceAccount(chart, 'account', { metadata: { name: id, namespace: 'default' } });
      const before = new k8s.KubePriorityClass(chart, 'class', {
        metadata: { name: id },
        value: 1,
        description: 'two\nlines\n',
      });
      if (order) after.node.addDependency(before);
    }
    app.synth();
    return Object.fromEntries(readdirSync(outdir).map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

test.each<[string, Settings, boolean]>([
  ['a file for each chart', {}, false],
  ['objects in the order of their dependencies', {}, true],
  ['another ending', { outputFileExtension: '.yaml' }, false],
  ['a file for each object', { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE }, false],
])('%s', (_, settings, order) => {
  const written = files(VerifiedApp, settings, order);
  expect(Object.keys(written).length).toBeGreaterThan(1);
  expect(written).toEqual(files(App, settings, order));
});

test('objects of one name in two namespaces are not written into one file of a resource', () => {
  const app = new VerifiedApp({
    yamlOutputType: YamlOutputType.FILE_PER_RESOURCE,
    outdir: join(tmpdir(), 'never-written'),
  });
  const chart = new Chart(app, 'own');
  for (const namespace of ['a', 'b']) {
    new k8s.KubeServiceAccount(chart, namespace, { metadata: { name: 'same', namespace } });
  }
  expect(() => app.synth()).toThrow(/2 objects of different namespaces into the one file ServiceAccount.same/);
});
