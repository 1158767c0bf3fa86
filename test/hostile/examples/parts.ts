import { type App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  type Alert,
  type DashboardProps,
  type Endpoint,
  type Installation,
  type PrometheusProps,
  Receiver,
  type RuleGroup,
  type ScrapeSettings,
} from '../../../constructs/index.ts';
import type { Example, Whole } from './whole.ts';

/** What is part of many props. */

const memory = { request: Size.mebibytes(300), limit: Size.mebibytes(600) };
const cpu = Cpu.millis(10);
export const image = 'registry.example.com/team/app:1.2.3';
export const secret = { secret: 'team', key: 'url' };
export const pods = { namespace: 'edge', label: ['app', 'edge'] as const, hostNetwork: false };

export const installation: Whole<Installation> = {
  name: 'monitoring',
  cluster: {
    name: 'production',
    dns: { namespace: 'names', label: ['dns', 'yes'], hostNetwork: false, port: 53 },
    apiServerPorts: [443],
    apiServerCidrs: ['10.2.0.0/28'],
    nodeCidrs: ['10.3.0.0/16'],
    kubeletsHaveClusterCertificates: true,
    nodes: { count: 3, cpu: Cpu.units(4), memory: Size.gibibytes(16) },
  },
  priorityClass: 'watching',
};

export const withCidrs: Whole<Installation> = {
  ...installation,
  cluster: { ...installation.cluster, dns: { cidrs: ['10.0.0.0/8'], except: ['10.1.0.0/16'], port: 53 } },
};

const ports = [{ port: 80, protocol: 'TCP' }] as const;

/** The purposes for which a guard has a door of its own. */
const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  alertmanager: ['alerts', 'silences'],
  loki: ['push', 'query'],
};

/** One that some caller uses, and one that nobody does. */
function doorsOf(protocol: string) {
  const door = { ports, url: 'http://edge.edge.svc:81' };
  const used = PURPOSES[protocol]?.map((purpose) => [purpose, door]) ?? [];
  return { kkey: door, ...(Object.fromEntries(used) as object) };
}

export const endpoint = <Protocol extends string>(protocol: Protocol) => ({
  protocol,
  to: pods,
  ports,
  url: 'http://edge.edge.svc:80',
  doors: doorsOf(protocol),
});

endpoint('http') satisfies Whole<Endpoint>;

export const outside = <Protocol extends string>(protocol: Protocol) => ({
  ...endpoint(protocol),
  to: { cidrs: ['192.0.2.0/24'], except: ['192.0.2.1/32'] } as const,
  url: 'https://api.example.com:80',
});

export const exposes = {
  kkey: { type: 'counter', labels: ['method'], buckets: [1], appears: 'always', help: 'Requests.', source: 'shop.go' },
} as const;

export const limits = {
  ...{ samples: 1, labels: 1, labelName: 1, labelValue: 1 },
  ...{ body: Size.mebibytes(1), targets: 1 },
};

export const scrape: Whole<ScrapeSettings> = {
  interval: Duration.seconds(30),
  timeout: Duration.seconds(10),
  path: '/metrics',
  limits,
  exposes,
  drop: '.+_bucket',
  dropValues: { series: 'http_.+', label: 'method', values: 'GET|HEAD' },
};

const alert: Whole<Alert> = {
  name: 'ShopDown',
  summary: 'The shop is down.',
  description: '{{ $labels.pod }} is down.',
  expr: 'up{job="shop"} == 0',
  above: 1,
  below: 1,
  thresholds: [{ labels: { kkey: 'shop' }, value: 2 }],
  for: Duration.minutes(5),
  severity: 'warning',
  dashboard: { uid: 'shop', choose: { kkey: 'namespace' } },
  without: { metrics: { kkey: ['method'] }, expr: 'up == 0' },
};

export const group: Whole<RuleGroup> = {
  name: 'shop',
  interval: Duration.minutes(1),
  records: [{ record: 'namespace:requests:rate5m', expr: 'sum by (namespace) (up)' }],
  // One threshold is enough.
  alerts: [
    { ...alert, below: undefined as never, without: undefined as never },
    { ...alert, name: 'ShopSlow', above: undefined as never, thresholds: undefined as never },
  ],
  // Of the Prometheus itself: the group is left out otherwise.
  needs: ['prometheus'],
  needsMetrics: undefined as never,
};

/** With a second alert, which can be chosen and changed. */
export const chosen: RuleGroup = {
  ...group,
  alerts: [{ ...group.alerts[0], name: 'kkey', thresholds: undefined }, ...group.alerts],
};

export const inLogs: Whole<RuleGroup> = {
  ...group,
  records: undefined as never,
  needs: undefined as never,
  alerts: [
    {
      ...alert,
      below: undefined as never,
      expr: 'count_over_time({app="shop"}[5m])',
    },
  ],
};

export const inhibition = {
  cause: 'ShopDown',
  where: { kkey: 'x' },
  effects: ['ShopSlow'],
  effectsWhere: { kkey: 'y' },
  equal: ['namespace'],
} as const;

export const shared = { installation, namespace: 'shop', name: 'shop', image, memory, cpu } as const;
export const stored = { ...shared, storage: Size.gibibytes(1), storageClass: 'standard' } as const;
export const links = { runbooksUrl: 'https://example.com/docs', grafanaUrl: 'https://grafana.example.com' } as const;
export const api = { ...endpoint('prometheus'), scrapeInterval: Duration.seconds(15) };
export const nobody = Receiver.none({ because: 'nobody listens in a test' });

export const board: Whole<Omit<DashboardProps, 'rows' | 'variables'>> = {
  uid: 'shop',
  title: 'Shop',
  description: 'Does it sell?',
  tags: ['shop'],
};

/** What every component needs. */
export type Bare = Pick<PrometheusProps, 'installation' | 'namespace'>;

/** Something beside an installation and a namespace. */
export const beside = <Props>(
  props: Whole<Props>,
  build: (app: App, id: string, bare: Bare, props: Props) => void,
): Example => ({
  props: { installation, namespace: 'shop', of: props },
  build: (app, id, { installation: whose, namespace, of }) => build(app, id, { installation: whose, namespace }, of),
});

/** A name of its own, unless it is the one that is tried: objects of one name overwrite each other. */
export const apart = (name: string, usual: string, id: string) => (name === usual ? `${usual}-${id}` : name);

/** Another chart of an example. */
export const another = (app: App, id: string) => new Chart(app, `${id}-p`);
