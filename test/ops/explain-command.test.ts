/** What is said about an app, by commands as a user runs them, on a copy of the project. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfProject, runCommand } from './fake-programs.ts';

const project = copyOfProject();
afterAll(() => rmSync(project, { recursive: true }));

/** An app with one Service, as main.ts. */
const app = (selector: string, more = '') => `import { Chart } from 'cdk8s';
import { VerifiedApp } from './constructs/checks/index.ts';
import { Alertmanager, Receiver } from './constructs/index.ts';
import { k8s } from './imports/k8s.ts';

const app = new VerifiedApp();
const chart = new Chart(app, '10-shop');
const installation = { name: 'shop', cluster: { name: 'test' } };
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
  metadata: { name: 'shop', namespace: 'default' },
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

const FINDING = {
  check: 'service-hits-pods',
  path: '10-shop/service',
  at: 'Service default/shop',
  value: 'app=shopp',
  why: 'no pods have these labels',
  remedy: 'select by the labels of a workload',
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

  test('--json lists it for programs', () => {
    const { code, stdout, stderr } = run(CONTRADICTING, 'synth', '--json');
    expect({ code, stderr, list: JSON.parse(stdout) }).toEqual({
      code: 1,
      stderr: 'dist/ is unchanged\n',
      list: [FINDING],
    });
  });

  test('--json lists wrong input too', () => {
    const { code, stdout } = run(INVALID, 'synth', '--json');
    expect({ code, list: JSON.parse(stdout) }).toEqual({
      code: 1,
      list: [
        {
          path: '10-shop/a/workload',
          message:
            "'namespace' (\"No\") must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, " +
            'starting and ending with a letter or digit; for example "no"',
        },
      ],
    });
  });

  test('--json of a wrong type: the list, and what the type check says beside it', () => {
    const { code, stdout, stderr } = run(`${CONTRADICTING}const x: string = 1;\nvoid x;\n`, 'synth', '--json');
    expect({ code, list: JSON.parse(stdout) }).toEqual({ code: 1, list: [FINDING] });
    expect(stderr).toMatch(/^main\.ts\(\d+,7\): error TS2322: .*\ndist\/ is unchanged\n$/);
  });

  test('--json of nothing wrong is an empty list', () => {
    expect(run(RIGHT, 'synth', '--out', 'other', '--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
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
