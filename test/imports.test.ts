import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { withFiles } from './lib/files.ts';

/** That `npm run test:imports` finds what it forbids: a parser that sees no import finds nothing wrong. */

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const nothing = 'export {};';
const imports = (...paths: readonly string[]) => paths.map((path) => `import '${path}';`).join('\n');

const FILES = {
  'package.json': JSON.stringify({ dependencies: { cdk8s: '*' }, devDependencies: { execa: '*' } }),
  'node_modules/cdk8s/index.js': nothing,
  'node_modules/execa/index.js': nothing,
  'ops/run.ts': nothing,
  'main.ts': imports('./constructs/index.ts', './constructs/kit/pod.ts'),
  'constructs/index.ts': `export * from './components/loki/loki.ts';\nexport * from './matchers.ts';`,
  'constructs/matchers.ts': nothing,
  'constructs/stack/list.ts': imports('../components/loki/loki.ts', '../checks/check.ts'),
  'constructs/components/loki/loki.ts': imports('../../content/nodes.ts', '../grafana/grafana.ts', './alerts.ts'),
  'constructs/components/loki/alerts.ts': imports('../../stack/list.ts', '../../../ops/run.ts'),
  'constructs/components/grafana/grafana.ts': imports('../../kit/pod.ts', 'cdk8s', 'execa', 'node:fs'),
  'constructs/content/nodes.ts': `import type { Loki } from '../components/loki/loki.ts';`,
  'constructs/kit/pod.ts': `export type { Node } from '../content/nodes.ts';\n${imports('../query/promql.ts')}`,
  'constructs/kit/one.ts': `import type { Two } from './two.ts';`,
  'constructs/kit/two.ts': `import type { One } from './one.ts';`,
  'constructs/query/promql.ts': imports('cdk8s', '../kit/pod.ts', './nowhere.ts'),
  'constructs/checks/check.ts': imports('../kit/pod.ts', '../components/loki/loki.ts'),
  'constructs/checks/verified-app.ts': imports('node:fs', '../query/promql.ts'),
};

test('every rule finds what it forbids, and nothing else', () => {
  const found = withFiles(FILES, (cwd) => {
    const args = ['--config', resolve('.dependency-cruiser.js'), '--output-type', 'json', 'constructs', 'main.ts'];
    const { stdout, stderr } = spawnSync(resolve('node_modules/.bin/depcruise'), args, { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
    const violations: readonly Violation[] = JSON.parse(stdout).summary.violations;
    return violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`.replaceAll('constructs/', ''));
  });
  // An import upwards closes circles too, which are reported once each, wherever they begin.
  expect(found.filter((line) => !line.startsWith('no-circles')).sort()).toEqual([
    'checks-import-kit-and-query: checks/check.ts -> components/loki/loki.ts',
    'components-are-independent: components/loki/loki.ts -> components/grafana/grafana.ts',
    'components-imports-downwards: components/loki/alerts.ts -> stack/list.ts',
    'constructs-do-no-io: components/grafana/grafana.ts -> fs',
    'constructs-import-dependencies: components/grafana/grafana.ts -> node_modules/execa/index.js',
    'constructs-stand-alone: components/loki/alerts.ts -> ops/run.ts',
    'constructs-stand-alone: query/promql.ts -> ./nowhere.ts',
    'content-imports-downwards: content/nodes.ts -> components/loki/loki.ts',
    'index-exports-folders: index.ts -> matchers.ts',
    'kit-imports-downwards: kit/pod.ts -> content/nodes.ts',
    'main-uses-public-entries: main.ts -> kit/pod.ts',
    'no-unresolvable: query/promql.ts -> ./nowhere.ts',
    'query-imports-downwards: query/promql.ts -> kit/pod.ts',
    'query-is-plain: query/promql.ts -> node_modules/cdk8s/index.js',
    'stack-imports-downwards: stack/list.ts -> checks/check.ts',
  ]);
  expect(found).toContain('no-circles: kit/one.ts -> kit/two.ts');
});
