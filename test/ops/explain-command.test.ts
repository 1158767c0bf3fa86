/** What is said about an app, by commands as a user runs them, on a copy of the project. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pageOf, readPages, snippets } from '../../ops/lib/docs-pages.ts';
import { mainText } from '../lib/fixture.ts';
import { copyOfProject, runCommand } from './fake-programs.ts';

const project = copyOfProject();
afterAll(() => rmSync(project, { recursive: true }));

/** An app with one Service, as main.ts. */
const app = (selector: string, more = '') => `import { Chart } from 'cdk8s';
import { VerifiedApp } from './constructs/index.ts';
import { Alertmanager, Receiver, Wiring } from './constructs/index.ts';
import { k8s } from './imports/k8s.ts';

const app = new VerifiedApp();
const chart = new Chart(app, '10-shop');
const installation = { name: 'shop', cluster: { name: 'test' } };
Wiring.of(app).addInstallation(installation);
new k8s.KubeDeployment(chart, 'pods', {
  metadata: { name: 'shop', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'shop' } },
    template: {
      metadata: { labels: { app: 'shop' } },
      spec: { hostNetwork: true, containers: [{ name: 'shop', image: 'shop:1', ports: [{ containerPort: 80 }] }] },
    },
  },
});
new k8s.KubeService(chart, 'service', {
  metadata: { name: 'shop', namespace: 'default', labels: { 'app.kubernetes.io/part-of': 'shop' } },
  spec: { selector: { app: '${selector}' }, ports: [{ port: 80 }] },
});
${more}
app.synth();
`;
const RIGHT = app('shop', 'void [Alertmanager, Receiver, installation];');
const CONTRADICTING = app('shopp', 'void [Alertmanager, Receiver, installation];');
const INVALID = app(
  'shop',
  `new Alertmanager(chart, 'a', {
  installation,
  namespace: 'No',
  critical: Receiver.none({ because: 'it is only built' }),
});`,
);

const run = (main: string, command: string, ...args: readonly string[]) => {
  writeFileSync(join(project, 'main.ts'), main);
  const { code, stdout, stderr } = runCommand(project, command, args, {});
  return { code, stdout, stderr: stderr.replace(/ \([\d.]+ s\)/, '') };
};

const CONTRADICTION = {
  kind: 'contradiction',
  where: '10-shop/service',
  message: 'app=shopp: no pods have these labels; select by the labels of a workload',
  check: 'service-hits-pods',
  at: 'Service default/shop',
  value: 'app=shopp',
  why: 'no pods have these labels',
  remedy: 'select by the labels of a workload',
};
const NO_NAMESPACE = {
  kind: 'input',
  where: '10-shop/a/workload',
  message:
    "'namespace' (\"No\") must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, " +
    'starting and ending with a letter or digit; for example "no"',
};
const MISTYPED = 'const x: string = 1;\nvoid x;\n';
const WRONG_TYPE = {
  kind: 'type',
  where: `main.ts:${RIGHT.split('\n').length}:7`,
  message: "TS2322: Type 'number' is not assignable to type 'string'.",
};
const NO_FILE = { kind: 'build', where: 'main.ts:1:8', message: 'Could not resolve "./none.ts"' };
const NO_MODULE = {
  kind: 'type',
  where: 'main.ts:1:8',
  message: "TS2882: Cannot find module or type declarations for side-effect import of './none.ts'.",
};
const NO_SYNTH = {
  kind: 'build',
  where: 'main.ts',
  message: "main.ts built no objects; is there an app.synth(), and no 'outdir' of its own?",
};
const BUG = {
  kind: 'build',
  where: 'main.ts',
  message: expect.stringMatching(/JSON/),
};
const REPORT = `1 contradiction; docs/checks.md explains each check

10-shop.k8s.yaml
  Service default/shop (10-shop/service)
    - app=shopp: no pods have these labels; select by the labels of a workload [service-hits-pods]
`;

describe('synth', () => {
  test('says what contradicts, without colors where nobody looks, and leaves dist/ as it is', () => {
    const before = readFileSync(join(project, 'dist/20-metrics.k8s.yaml'), 'utf8');
    expect(run(CONTRADICTING, 'synth')).toEqual({ code: 1, stdout: '', stderr: `${REPORT}dist/ is unchanged\n` });
    expect(readFileSync(join(project, 'dist/20-metrics.k8s.yaml'), 'utf8')).toBe(before);
  });

  test.each([
    ['a contradiction', CONTRADICTING, [CONTRADICTION]],
    ['wrong input', INVALID, [NO_NAMESPACE]],
    ['a wrong type', `${RIGHT}${MISTYPED}`, [WRONG_TYPE]],
    ['a contradiction and a wrong type', `${CONTRADICTING}${MISTYPED}`, [CONTRADICTION, WRONG_TYPE]],
    ['what can not be imported', "import './none.ts';\n", [NO_FILE, NO_MODULE]],
    ['no app.synth()', RIGHT.replace('app.synth();', ''), [NO_SYNTH]],
    ['what is ours to mend', `${RIGHT}JSON.parse('{');\n`, [BUG]],
  ])('--json of %s: one line for programs, and nothing else', (_, main, problems) => {
    const { code, stdout, stderr } = run(main, 'synth', '--json');
    expect({ code, stderr, printed: JSON.parse(stdout) }).toEqual({ code: 1, stderr: '', printed: { problems } });
    expect(stdout.split('\n')).toHaveLength(2);
  });

  test('--json of nothing wrong is an empty list', () => {
    expect(run(RIGHT, 'synth', '--out', 'other', '--json')).toEqual({
      code: 0,
      stdout: '{"problems":[]}\n',
      stderr: '',
    });
  });

  test('a longer explanation of a type is one problem', () => {
    const main = `${RIGHT}const port: { a: { b: string } } = { a: { b: 1, c: 2 } as { b: number } };\nvoid port;\n`;
    const { problems } = JSON.parse(run(main, 'synth', '--json').stdout);
    expect(problems).toMatchObject([{ where: expect.stringMatching(/^main\.ts:\d+:\d+$/) }]);
    expect(problems[0].message).toMatch(/^TS2322: .*\n.* Type 'number' is not assignable to type 'string'\.$/s);
  });

  test('a warning is said, and what was asked for is written', () => {
    const main = RIGHT.replace('app.synth();', "app.synth();\nconsole.warn('warning: links lead to localhost');");
    const { code, stdout, stderr } = run(main, 'synth', '--out', 'other');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning: links lead to localhost\n' });
    expect(stdout).toMatch(/^other\/ written: 2 objects in 1 files/);
  });

  test.each(['../main.ts', resolve('main.ts'), 'none.ts', 'constructs'])('--app %s is refused', (file) => {
    expect(run(RIGHT, 'synth', '--app', file)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `'--app' (${file}) must be a file in the folder of this project, such as main.ts; ` +
        'docs/how-to/use-in-another-repository.md says how to build elsewhere\n',
    });
  });

  test('types are checked of what main.ts imports, and a name that is no longer used is no error', () => {
    for (const folder of ['test', 'ops']) {
      mkdirSync(join(project, folder), { recursive: true });
      writeFileSync(join(project, folder, 'mistyped.ts'), MISTYPED);
    }
    const main = RIGHT.replace('void [Alertmanager, Receiver, installation];', '');
    expect(run(main, 'synth', '--out', 'other')).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(join(project, 'imported.ts'), MISTYPED);
    const { problems } = JSON.parse(run(`import './imported.ts';\n${main}`, 'synth', '--json').stdout);
    expect(problems).toEqual([{ ...WRONG_TYPE, where: 'imported.ts:1:7' }]);
  });

  test('--app of a file in the project is built, by any of its names', () => {
    writeFileSync(join(project, 'shop.ts'), RIGHT);
    for (const app of ['shop.ts', './shop.ts', join(project, 'shop.ts')]) {
      expect(run(INVALID, 'synth', '--out', 'other', '--app', app)).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

/** What packages refuse, and what main.ts itself throws, is the user's to mend: its line, and no stack trace. */
describe('an error about a value', () => {
  const after = (line: string) => RIGHT.replace('app.synth();', `${line}\napp.synth();`);
  const line = RIGHT.split('\n').indexOf('app.synth();') + 1;

  test.each([
    ['new Chart(app, String(Duration.days(-1)));', 32, 'Duration amounts cannot be negative. Received: -1'],
    ['new Chart(app, String(Size.gibibytes(-1)));', 28, 'Storage amounts cannot be negative. Received: -1'],
    [
      "new LogsChart(app, '10-shop', {} as never);",
      1,
      "There is already a Construct with name '10-shop' in VerifiedApp",
    ],
    ["throw new Error('SHOP_IMAGE is missing');", 7, 'SHOP_IMAGE is missing'],
  ])('%s', (code, column, message) => {
    const imports =
      "import { Duration, Size } from 'cdk8s'; import { LogsChart } from './constructs/index.ts'; void [Duration, Size, LogsChart]; ";
    const main = imports + after(code);
    const where = `main.ts:${line}:${column}`;
    const problems = [{ kind: 'input', where, message }];
    expect(run(main, '../main')).toEqual({ code: 1, stdout: '', stderr: `${where}: ${message}\n` });
    expect(run(main, 'explain', 'shop')).toEqual({ code: 1, stdout: '', stderr: `${where}: ${message}\n` });
    expect(JSON.parse(run(main, 'explain', 'shop', '--json').stdout)).toEqual({ problems });
  });

  test('what we got wrong has its stack trace', () => {
    const { code, stdout, stderr } = run(
      `import { annotatedPods } from './constructs/index.ts';${after('annotatedPods(undefined as never);')}`,
      '../main',
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^TypeError: .*\n {4}at /);
  });

  test('an error that a construct throws has it too', () => {
    const file = join(project, 'constructs/components/alertmanager/alertmanager.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `${before}\nexport function broken(): never {\n  throw new Error('broken');\n}\n`);
    const imports = "import { broken } from './constructs/components/alertmanager/alertmanager.ts'; ";
    const { stderr } = run(imports + after('broken();'), '../main');
    writeFileSync(file, before);
    expect(stderr).toMatch(/^Error: broken\n {4}at broken /);
  });

  test('docs/problems.md shows how it is printed', () => {
    const main = mainText().replace('Duration.days(15)', 'Duration.days(-1)');
    const { stdout } = run(main, 'synth', '--json');
    const anywhere = (text: string) => text.replace(/main\.ts:\d+:\d+/, 'main.ts');
    const [shown] = snippets(pageOf(readPages(), 'docs/problems.md'));
    expect(anywhere(shown?.code ?? '')).toBe(anywhere(stdout));
  });
});

describe('explain', () => {
  test('for people', () => {
    expect(run(RIGHT, 'explain', 'shop')).toEqual({
      code: 0,
      stderr: '',
      stdout: `service default/shop
  pods
    Deployment default/shop, replicas: 1
  containers
    shop: shop:1, listens on 80
  ports
    Service default/shop: 80 -> 80
`,
    });
  });

  test('for programs', () => {
    const { code, stdout } = run(RIGHT, 'explain', '--json', 'service shop');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'service',
      name: 'default/shop',
      facts: { pods: ['Deployment default/shop, replicas: 1'], 'is reached by': [] },
    });
  });

  test('of what is not there: the nearest name', () => {
    const stderr = "nothing here is called 'shap'; did you mean 'shop'?\n";
    expect(run(RIGHT, 'explain', 'shap')).toEqual({ code: 1, stdout: '', stderr });
  });

  test('of what is not there, for programs', () => {
    const message = "nothing here is called 'shap'; did you mean 'shop'?";
    const problems = [{ kind: 'command', where: 'npm run explain', message }];
    const { code, stdout, stderr } = run(RIGHT, 'explain', 'shap', '--json');
    expect({ code, stderr, printed: JSON.parse(stdout) }).toEqual({ code: 1, stderr: '', printed: { problems } });
  });

  test.each([
    ['contradictions', CONTRADICTING, [CONTRADICTION]],
    ['wrong input', INVALID, [NO_NAMESPACE]],
  ])('of %s, for programs', (_, main, problems) => {
    const { code, stdout, stderr } = run(main, 'explain', 'shop', '--json');
    expect({ code, stderr, printed: JSON.parse(stdout) }).toEqual({ code: 1, stderr: '', printed: { problems } });
  });

  test('of what contradicts itself: the contradictions', () => {
    expect(run(CONTRADICTING, 'explain', 'shop')).toEqual({ code: 1, stdout: '', stderr: REPORT });
  });

  test.each([
    [[], "NAME is missing; for example 'grafana -> loki'\n"],
    [['a', 'b'], "unexpected 'b'; allowed is npm run explain -- NAME [--json]\n"],
    [['--name', 'a'], "unknown option '--name'; allowed is npm run explain -- NAME [--json]\n"],
  ])('its options: %j', (args, stderr) => {
    expect(run(RIGHT, 'explain', ...args)).toEqual({ code: 1, stdout: '', stderr });
  });
});

test('on a terminal the report has colors', () => {
  process.env.REPORT = 'colors';
  const { stderr } = run(CONTRADICTING, '../main');
  delete process.env.REPORT;
  expect(stderr).toContain('\u001b[1m10-shop.k8s.yaml\u001b[22m');
  expect(stderr).toContain('\u001b[36mService default/shop (10-shop/service)\u001b[39m');
  expect(stderr).toContain('\u001b[2m[service-hits-pods]\u001b[22m');
});
