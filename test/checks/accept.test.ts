import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import type { Accept } from '../../constructs/checks/accept.ts';
import { Namespace, VerifiedApp } from '../../constructs/index.ts';
import { installation } from '../lib/render.ts';

/** Two ConfigMaps of ours that nobody mounts, which some owners want. Returns what is written. */
function synth(...accept: readonly Accept[]): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'accept-'));
  try {
    const app = new VerifiedApp({ outdir, accept });
    const chart = new Chart(app, '60-own');
    new Namespace(chart, 'namespace', { installation, name: 'shop' });
    for (const name of ['a', 'b.c']) {
      const labels = { 'app.kubernetes.io/part-of': installation.name };
      new ApiObject(chart, name, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'shop', labels },
      });
    }
    app.synth();
    return readdirSync(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
const accept = (path: string, more: Partial<Accept> = {}): Accept => ({
  ...{ check: 'mount-exists', path, because: 'an operator reads them' },
  ...more,
});
const UNREAD = (name: string) =>
  `60-own.k8s.yaml
  ConfigMap shop/${name} (60-own/${name})
    - ${name}: no pod mounts it; mount it where it is read, or drop it [mount-exists]`;

test.each<[string, readonly Accept[]]>([
  ['each by its path', [accept('60-own/a'), accept('60-own/b.c')]],
  ['all of a file', [accept('60-own/*')]],
  ['all', [accept('*')]],
  ['by a part', [accept('*/a'), accept('*b.c')]],
])('findings are accepted: %s', (_, all) => {
  expect(synth(...all)).toEqual(['60-own.k8s.yaml']);
});

test.each<[string, readonly Accept[], string]>([
  [
    'what is not accepted is found',
    [accept('60-own/a')],
    `1 contradiction; docs/checks.md explains each check\n\n${UNREAD('b.c')}`,
  ],
  [
    'an acceptance that nothing needs is found',
    [accept('60-own/*'), accept('60-own/x')],
    `1 contradiction; docs/checks.md explains each check

60-own.k8s.yaml
  accept of mount-exists (60-own/x)
    - 60-own/x: nothing is found there that has to be accepted (because: an operator reads them); the check finds something in 60-own/a [accept-unused]`,
  ],
  [
    'an acceptance of another check is not needed',
    [accept('60-own/*'), accept('60-own/*', { check: 'edge-used' })],
    `1 contradiction; docs/checks.md explains each check

60-own.k8s.yaml
  accept of edge-used (60-own/*)
    - 60-own/*: nothing is found there that has to be accepted (because: an operator reads them); take the entry out [accept-unused]`,
  ],
])('%s', (_, all, message) => {
  expect(() => synth(...all)).toThrow(new Error(message));
});

test('only `*` stands for other text', () => {
  expect(() => synth(accept('60-own/a'), accept('60-own/b+c'))).toThrow(/accept-unused/);
  expect(() => synth(accept('60-own/a'), accept('60-own/b?c'))).toThrow(/accept-unused/);
});

test('wrong acceptances are refused, with all other wrong values', () => {
  const wrong = [
    accept('60-own/*', { check: 'mount-exist' }),
    accept('', { because: ' ' }),
    { check: 'mount-exists', path: 7 } as unknown as Accept,
  ];
  expect(() => synth(...wrong)).toThrow(
    new Error(
      [
        "invalid input for 'VerifiedApp':",
        `  - 'accept[0].check' ("mount-exist") must be the id of a check; did you mean "mount-exists"?`,
        `  - 'accept[1].path' ("") must be the path of a construct; for example "60-own/*"`,
        `  - 'accept[1].because' (" ") must say why it is right; for example "the team of the database asked for it"`,
        `  - 'accept[2].path' (7) must be the path of a construct; for example "60-own/*"`,
        `  - 'accept[2].because' (undefined) must say why it is right; for example "the team of the database asked for it"`,
      ].join('\n'),
    ),
  );
});

test.each([
  ['an object', {}, "'accept' ({}) must be a list; for example [{ check:"],
  ['a word', 'edge-used', '\'accept\' ("edge-used") must be a list; for example [{ check:'],
  ['an entry that is none', [null], "'accept[0]' (null) must be an object; for example { check:"],
])('accept of a wrong class: %s', (_, value, message) => {
  const app = new VerifiedApp({ accept: value as never });
  new Chart(app, 'a');
  expect(() => app.synth()).toThrow(message);
});
