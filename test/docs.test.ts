import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { brokenLinks, commands, pageOf, readPages, snippets, table } from '../ops/lib/docs-pages.ts';
import { type KubeObject, podTemplates, readObjects } from './lib/dist.ts';
import { answers, isSame, type Named, namedBy } from './lib/docs-kubectl.ts';
import { mainText } from './lib/fixture.ts';

/** What is documented exists and compiles. */

const pages = readPages();
const readme = pageOf(pages, 'README.md');
const objects = readObjects();
const BACKUP = 'docs/how-to/backup.yaml';

/** What commands name that the output doesn't have, and where it comes from. */
const MADE_BY_OTHERS: readonly (Named & { readonly because: string })[] = [
  { namespace: 'monitoring', kind: 'Pod', name: 'backup', because: `${BACKUP} has it` },
  { namespace: 'monitoring', kind: 'Secret', name: 'slack', because: 'the command creates it' },
  { namespace: 'shop', kind: 'Secret', name: 'shop-db', because: 'the command creates it' },
  { namespace: 'shop', kind: 'Secret', name: 'registry', because: 'the command creates it' },
  { namespace: 'shop', kind: 'Deployment', name: 'shop', because: "the page's snippet adds it" },
  { namespace: 'kube-system', kind: 'Pod', labels: { 'k8s-app': 'kube-dns' }, because: "the cluster's DNS" },
  {
    namespace: 'default',
    kind: 'EndpointSlice',
    labels: { 'kubernetes.io/service-name': 'kubernetes' },
    because: 'the API servers',
  },
];

/** Images that pages name and the output doesn't have, and why. */
const OTHER_IMAGES: Readonly<Record<string, string>> = {
  'busybox:1.37': 'copies files for a backup',
  'grafana/loki:2.9.0': "the lab's",
  'marketer7/flask-time:latest': "the lab's",
  'prom/blackbox-exporter:v0.28.0': "the page's component runs it",
  'prom/prometheus:latest': "the lab's",
};

test('no page was left in the middle of a merge', () => {
  expect(pages.filter(({ text }) => /^(<{7}|={7}$|>{7})/m.test(text)).map(({ file }) => file)).toEqual([]);
});

test('the README begins with the command that works and the one that tests', () => {
  const first = [...readme.text.matchAll(/^npm ci && (npm .*?)(?: {2,}|$)/gm)].map(([, command]) => command);
  expect(first.slice(0, 2)).toEqual(['npm run synth', 'npm test']);
});

test('the oldest Node of the README is that of package.json', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(engines.node).toBe(`>=${/\bNode (\d+)/.exec(readme.text)?.[1]}`);
});

test("the README's table about main.ts has each of its values and charts, and nothing else", () => {
  const rows = table(readme, 'main.ts').flatMap(([names = '']) => [...names.matchAll(/[\w.]+/g)].map(([name]) => name));
  const main = mainText();
  const there = [...main.matchAll(/^const (\w+)\b|^(?:const .* = )?new (\w+)\(app|^([a-z]+\.\w+)\(/gm)]
    .map(([, value, chart, call]) => value ?? chart ?? call)
    .filter((name) => name !== 'app' && name !== 'app.synth');
  expect(rows).toEqual([...new Set(there)]);
});

test.each(pages)('$file: every link leads to a file and a heading', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

test.each(pages)('$file: every npm script exists', ({ text }) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = [...text.matchAll(/npm run ([a-z0-9:]+)/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test.each(['up', 'down'])('every option that pages give to npm run %s is one of it', (script) => {
  // An option that no command has makes it print those that it has, and do nothing.
  const { stderr } = spawnSync('node', ['ops/run.mjs', `ops/${script}.ts`, '--no-such-option'], { encoding: 'utf8' });
  const allowed = [...stderr.matchAll(/\[(--[a-z-]+)/g)].map(([, option]) => option);
  const given = pages
    .flatMap(({ text }) => [...text.matchAll(new RegExp(`npm run ${script} -- ([^\`\\n]*)`, 'g'))])
    .flatMap(([, options = '']) => options.match(/--[a-z-]+/g) ?? []);
  expect(given).not.toEqual([]);
  expect(given.filter((option) => !allowed.includes(option))).toEqual([]);
});

test('every how-to page is linked from the README', () => {
  const files = readdirSync('docs/how-to').filter((file) => file.endsWith('.md'));
  expect(files.filter((file) => !readme.text.includes(`](docs/how-to/${file})`))).toEqual([]);
});

test('every block of code is in a language that is looked at here, or is output', () => {
  const known = ['json', 'logql', 'ts', 'sh', 'yaml', 'mermaid', 'promql', ''];
  const named = pages.flatMap((page) => snippets(page)).map(({ language }) => language);
  expect(named.filter((language) => !known.includes(language))).toEqual([]);
});

test('every snippet of TypeScript compiles, among the names of main.ts', () => {
  const functions = pages.flatMap((page) =>
    scoped(page).map(({ code }, index) => {
      // Each in a scope of its own, named after its page: the compiler's words then say which one it is.
      const name = `${page.file.replaceAll(/\W/g, '_')}_${index + 1}`;
      const typed = code
        .replace('const installation =', 'const installation: Installation =')
        .replaceAll(/^export /gm, '');
      return `function ${name}(): void {\n${typed}}`;
    }),
  );
  expect(functions.length).toBeGreaterThanOrEqual(15);
  const source = [
    "import { ApiObject, App, Duration, JsonPatch, Size } from 'cdk8s';",
    "import { Cpu } from 'cdk8s-plus-28';",
    "import * as constructs from './constructs/index.ts';",
    "import type { ApplicationProps, Catalogue, Content, ScrapeJob, Signal } from './constructs/index.ts';",
    "import type { Alertmanager, Dashboard, Installation, Loki, Prometheus, RuleGroup } from './constructs/index.ts';",
    "import type { TopicCases } from './test/lib/alerts/case.ts';",
    'const { AlertsChart, ApplicationsChart, ComponentsChart, DashboardsChart } = constructs;',
    'const { LogsChart, MetricsChart, NamespacesChart, VerifiedApp } = constructs;',
    'const { annotatedPods, dashboard, door, external, inhibitions, Receiver, row, timeSeries, Wiring } = constructs;',
    'const app = new App();',
    "const installation = { name: 'monitoring', cluster: { name: 'kind' } };",
    'declare const urls: { readonly [Name in "grafana" | "prometheus" | "alertmanager" | "runbooks"]: string };',
    "const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };",
    'declare const prometheus: Prometheus;',
    'declare const grafana: constructs.Grafana;',
    'declare const applications: readonly constructs.Application[];',
    'declare const loki: Loki;',
    'declare const alertmanager: Alertmanager;',
    'declare const blackbox: constructs.AddedComponent;',
    'declare const flaskApp: Catalogue;',
    'declare const shopRules: RuleGroup;',
    'declare const shopDashboard: Dashboard;',
    ...functions,
  ].join('\n');
  expect(compile(source)).toBe('');
});

/** Without whole files, which have imports of their own: test/package.test.ts compiles them. */
function scoped(page: (typeof pages)[number]) {
  return snippets(page, 'ts').filter(({ code }) => !code.startsWith('import '));
}

/** What the compiler says about a module in the project's folder. */
function compile(source: string): string {
  const file = `.docs-${process.pid}.ts`;
  const project = `.docs-${process.pid}.json`;
  writeFileSync(file, source);
  writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: [file] }));
  try {
    const { stdout } = spawnSync('node_modules/.bin/tsc', ['--noEmit', '--pretty', 'false', '-p', project], {
      encoding: 'utf8',
    });
    return stdout;
  } finally {
    rmSync(file);
    rmSync(project);
  }
}

describe('kubectl', () => {
  const commandsOf = (some: typeof pages) =>
    some.flatMap((page) => commands(page, 'kubectl').map((command) => ({ page: page.file, command })));
  const isRunbook = ({ file }: (typeof pages)[number]) => file.startsWith('docs/runbooks/');
  const all = commandsOf(pages.filter((page) => !isRunbook(page)));
  const made = (named: Named) => MADE_BY_OTHERS.some((other) => isSame(named, other));

  test('names what the output has, or what others make', () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    const unknown = all.filter(({ command }) => namedBy(command).some((one) => !answers(objects, one) && !made(one)));
    expect(unknown).toEqual([]);
  });

  // They are about anybody's pods and nodes. What they name of ours has to be there.
  test('of a runbook names workloads of ours that are there', () => {
    const own = / -n (monitoring|monitoring-node|flask-app)\b/;
    const named = commandsOf(pages.filter(isRunbook)).flatMap(({ page, command }) =>
      [...command.matchAll(/\b(deploy|deployment|daemonset|service|svc|pvc)\/([a-z0-9-]+)/g)].map(
        ([, kind = '', name = '']) => ({
          ...{ page, command, kind, name },
          namespace: own.exec(command)?.[1],
        }),
      ),
    );
    const unknown = named.filter(
      ({ namespace, name }) =>
        namespace !== undefined &&
        !objects.some(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
    );
    expect(unknown).toEqual([]);
  });

  test('applies files that are there', () => {
    const files = all.flatMap(({ command }) => [...command.matchAll(/ -f (\S+)/g)].map(([, file]) => file));
    expect([...new Set(files)].sort()).toEqual(['-', 'dist', BACKUP]);
  });

  test('needs each line of the list of what others make', () => {
    const named = all.flatMap(({ command }) => namedBy(command));
    expect(MADE_BY_OTHERS.filter((other) => !named.some((one) => isSame(one, other)))).toEqual([]);
  });
});

test('every image is one of the output, or listed with a reason', () => {
  // `REPOSITORY:TAG`: the tag is a version or `latest`, so no port and no label is taken for one.
  const image = /(?<![\w./-])((?:[a-z0-9.-]+\/)*[a-z][a-z0-9-]+:(?:v?\d+\.\d[\w.]*|latest))(?![\w./])/g;
  const used = new Set(podTemplates(objects).flatMap(({ spec }) => spec.containers.map(({ image }) => image)));
  const backup: KubeObject = parseAllDocuments(readFileSync(BACKUP, 'utf8'))[0]?.toJSON();
  const named = pages.flatMap(({ text }) => [...text.matchAll(image)].map(([, name = '']) => name));
  const others = [...named, backup.spec.containers[0].image].filter(
    (name) => !used.has(name) && !name.startsWith('registry.example.com/'),
  );
  expect([...new Set(others)].sort()).toEqual(Object.keys(OTHER_IMAGES).sort());
});

test('a chart in a snippet is connected as in main.ts: whoever pastes it loses nothing', () => {
  const calls = (text: string) =>
    [...text.matchAll(/new (\w+Chart)\(app, '[^']+', \{(.*?)\}\);/gs)].map(([, chart = '', props = '']) => ({
      chart,
      connected: ['...shared', 'alertmanager:', 'url:', 'prometheus:', 'loki:'].filter((prop) => props.includes(prop)),
    }));
  const main = new Map(calls(mainText()).map(({ chart, connected }) => [chart, connected]));
  const inPages = pages.flatMap(({ file, text }) => calls(text).map((call) => ({ file, ...call })));
  expect(inPages.length).toBeGreaterThan(10);
  const otherwise = inPages.filter(
    ({ chart, connected }) => main.has(chart) && main.get(chart)?.join() !== connected.join(),
  );
  expect(otherwise).toEqual([]);
});
