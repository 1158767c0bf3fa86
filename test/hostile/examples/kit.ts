import { type App, Chart, Duration, Size } from 'cdk8s';
import {
  type AddedComponent,
  Alertmanager,
  Alloy,
  type AnnotatedPods,
  annotatedPods,
  ComponentsChart,
  ConfigFiles,
  type ConfigFilesProps,
  type ContainerSettings,
  Loki,
  Namespace,
  type NamespaceProps,
  Prometheus,
  type RuleGroup,
  type ScrapeJob,
  Wiring,
  Workload,
  type WorkloadProps,
} from '../../../constructs/index.ts';
import {
  another,
  type Bare,
  beside,
  endpoint,
  exposes,
  group,
  image,
  inhibition,
  inLogs,
  installation,
  limits,
  nobody,
  scrape,
  secret,
  shared,
  withCidrs,
} from './parts.ts';
import { type Example, example, inChart, type Whole } from './whole.ts';

/** What components are made of. */

const { cpu, memory } = shared;
const often = { period: Duration.seconds(10), timeout: Duration.seconds(5), failures: 3 };
const request = { path: '/health', port: 80, host: 'shop.example.com', scheme: 'HTTP' } as const;

const proxy: Whole<ContainerSettings> = {
  name: 'proxy',
  image,
  command: ['/bin/proxy'],
  args: ['--port=81'],
  env: { kkey: secret },
  ports: { kkey: 81 },
  probes: {
    startup: { check: { command: ['/bin/started'] }, ...often },
    readiness: { check: request, ...often },
    liveness: { check: request, ...often },
  },
  cpu,
  memory,
  mounts: [{ kind: 'scratch', path: '/tmp/b', size: Size.mebibytes(1) }],
  drain: Duration.seconds(5),
  user: 10_002,
  capabilities: ['NET_BIND_SERVICE'],
};

// It is named after the application.
const { name: _, ...own } = proxy;

const workload: Whole<Omit<WorkloadProps, 'api' | 'permissions'>> = {
  installation,
  identity: { namespace: 'shop', name: 'shop', app: 'shop', component: 'shop', partOf: 'monitoring' },
  pods: 1,
  container: {
    ...own,
    env: { kkey: 'value' },
    ports: { kkey: 80 },
    mounts: [
      { kind: 'scratch', path: '/tmp/a', size: Size.mebibytes(1) },
      { kind: 'secret', path: '/etc/secret', secret: 'shop' },
      { kind: 'host', path: '/host', hostPath: '/srv', writable: true, propagation: 'HostToContainer' },
      { kind: 'data', path: '/old', claim: 'shop-old' },
    ],
  },
  beside: [
    { ...proxy, ports: undefined as never },
    { ...proxy, name: 'third', ports: undefined as never, env: { kkey: { field: 'spec.nodeName' } } },
  ],
  init: { name: 'migrate', command: ['/bin/migrate'] },
  service: { kkey: 80 },
  runAs: { user: 0, group: 1, fsGroup: 1, rootBecause: 'it must' },
  data: { path: '/data', size: Size.gibibytes(1), storageClass: 'standard' },
  hostAccess: false,
  looksUpNames: true,
  priorityClass: 'watching',
  grace: Duration.seconds(30),
  pullSecret: 'login',
};

type Own = Omit<AddedComponent, 'create' | 'dashboards' | 'onDemand'>;

const component: Whole<Own> = {
  name: 'own',
  image,
  beside: false,
  job: 'own',
  jobs: { kkey: exposes },
  rules: [group],
  inhibitions: [inhibition],
};

/** A job for each that is declared. */
const returned = ({ jobs = {} }: Pick<AddedComponent, 'jobs'>): ScrapeJob[] =>
  Object.entries(jobs).map(([job, catalogue]) => ({
    job,
    discovery: 'pods',
    endpoint: endpoint('metrics'),
    exposes: catalogue,
  }));

const scrapeJob: Whole<ScrapeJob> = {
  ...scrape,
  job: 'shop',
  app: 'shop',
  discovery: 'pods',
  endpoint: endpoint('metrics'),
  series: 'used',
  clusterCa: true,
  alsoKeep: ['kkey'],
  mayShare: false,
};

const scraping =
  <Props>(make: (props: Props) => readonly ScrapeJob[]) =>
  (app: App, id: string, bare: Bare, props: Props) => {
    new Prometheus(new Chart(app, id), 'part', bare).addScrape(...make(props));
  };

/** Everything that reads an installation. */
function beforeAll(app: App, id: string, { installation: of }: Pick<NamespaceProps, 'installation'>): void {
  const chart = new Chart(app, id);
  const [namespace, one] = [id, { installation: of, namespace: id }];
  new Namespace(chart, 'namespace', { installation: of, name: namespace });
  new Prometheus(chart, 'prometheus', one);
  new Loki(chart, 'loki', { ...one, rules: [inLogs], alertmanager: endpoint('alertmanager') });
  new Alloy(chart, 'alloy', { ...one, loki: endpoint('loki') });
}

type Installed = Pick<NamespaceProps, 'installation'>;

export const kit: Readonly<Record<string, Example>> = {
  'installation with DNS by pods': example<Installed>({ installation }, beforeAll),
  'installation with DNS by addresses': example<Installed>({ installation: withCidrs }, beforeAll),
  'added rules': beside<RuleGroup>({ ...group, needsMetrics: { kkey: ['method'] } }, (app, id, bare, one) => {
    new Prometheus(new Chart(app, id), 'part', bare).addRules(one);
  }),
  'scrape job': beside<ScrapeJob>(
    scrapeJob,
    scraping((job) => [job]),
  ),
  'annotated pods': beside<AnnotatedPods>({ namespaces: ['shop'], ports: [80], limits }, scraping(annotatedPods)),
  namespace: example<NamespaceProps>({ installation, name: 'own', podSecurity: 'restricted' }, inChart(Namespace)),
  'component of your own': beside<Own>(component, (app, id, bare, own) => {
    const others = another(app, id);
    new ComponentsChart(app, id, {
      ...bare,
      prometheus: new Prometheus(others, 'prometheus', bare),
      alertmanager: new Alertmanager(others, 'alertmanager', { ...bare, critical: nobody }),
      components: [{ ...own, create: () => returned(own) }],
    });
  }),
  workload: beside<Omit<WorkloadProps, 'api' | 'permissions'>>(workload, (app, id, bare, of) => {
    const { partOf } = of.identity;
    // That of the installation, where it is not the one that is tried.
    const whose = partOf === installation.name ? bare.installation.name : partOf;
    const identity = { ...of.identity, namespace: bare.namespace, partOf: whose };
    new Workload(new Chart(app, id), 'part', { ...of, identity, installation: bare.installation, api: [] });
  }),
  'config files': beside<{ metadata: ConfigFilesProps['metadata']; file: string; content: string }>(
    { metadata: { name: 'shop', namespace: 'shop', labels: { kkey: 'x' } }, file: 'shop.txt', content: 'text' },
    (app, id, { namespace, installation: of }, { metadata, file, content }) => {
      const labels = { ...metadata.labels, 'app.kubernetes.io/part-of': of.name };
      Wiring.of(app).addInstallation(of);
      new ConfigFiles(new Chart(app, id), 'part', {
        metadata: { ...metadata, namespace, labels },
        onChange: 'reload',
        files: { [file]: () => content, 'object.yaml': () => ({ content }), 'object.json': () => ({ content }) },
      });
    },
  ),
};
