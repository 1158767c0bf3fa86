import { Duration } from 'cdk8s';
import {
  Alertmanager,
  Application,
  dashboard,
  Grafana,
  type Model,
  Prometheus,
  Receiver,
} from '../../constructs/index.ts';
import { row } from '../../constructs/kit/dashboards/dashboard.ts';
import { stat } from '../../constructs/kit/dashboards/dashboard-panel.ts';
import { explain } from '../../ops/lib/explain-find.ts';
import { inWords } from '../../ops/lib/explanation.ts';
import { installation, render } from '../lib/render.ts';

const namespace = 'watch';

/** A shop that is watched: one metric, one record, two alerts, one dashboard. */
const shop: Model = render((chart) => {
  const common = { installation, namespace };
  const alertmanager = new Alertmanager(chart, 'alertmanager', {
    ...common,
    critical: Receiver.none({ because: 'it is only explained' }),
  });
  const prometheus = new Prometheus(chart, 'prometheus', {
    ...common,
    alertmanager: alertmanager.api,
    runbooksUrl: 'https://runbooks.example.com',
    grafanaUrl: 'https://grafana.example.com',
    rules: [
      {
        name: 'orders',
        records: [{ record: 'app:orders:rate5m', expr: 'sum by (app) (rate(orders_total[5m]))' }],
        alerts: [
          {
            name: 'NoOrders',
            summary: 'Nobody orders.',
            description: 'Nobody ordered for ten minutes.',
            expr: 'app:orders:rate5m',
            below: 0.1,
            for: Duration.minutes(10),
            severity: 'critical',
            dashboard: { uid: 'shop' },
          },
        ],
      },
    ],
  });
  const application = new Application(chart, 'shop', {
    ...common,
    name: 'shop',
    image: 'registry.example.com/shop:1.0.0',
    ports: { http: { container: 8080, service: 80 } },
    healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8080/health'] },
    metrics: {
      port: 'http',
      exposes: { orders_total: { type: 'counter', labels: ['kind'], appears: 'onEvent' } },
    },
  });
  prometheus.addScrape(application.metrics);
  const loki = {
    protocol: 'loki',
    to: { namespace: 'logs' },
    ports: [{ port: 3100 }],
    url: 'http://loki.logs.svc:3100',
  } as const;
  const queries = [{ expr: 'sum(rate(orders_total[$__rate_interval]))', legend: 'orders' }] as const;
  const shown = { title: 'Orders', description: 'Orders per second.', unit: 'short', queries } as const;
  new Grafana(chart, 'grafana', {
    ...common,
    prometheus: prometheus.api,
    loki,
    alertmanager: alertmanager.api,
    dashboards: [
      dashboard({
        uid: 'shop',
        title: 'The shop',
        description: 'Does it sell?',
        tags: ['shop'],
        rows: [row('All', [stat(shown, { width: 6 })])],
      }),
    ],
  });
});

const said = (asked: string) => inWords(explain(shop, asked));

test('a metric', () => {
  expect(said('orders_total')).toBe(`metric orders_total
  exposed by
    the job shop, every 15 seconds: counter by kind, once something has happened, stored
  read by
    recording rule 'app:orders:rate5m' (test/prometheus/rules)
    panel 'Orders' of the dashboard 'The shop' (test/grafana/dashboard-shop)
  let through by
    egress of NetworkPolicy watch/prometheus, port 8080/TCP
    ingress of NetworkPolicy watch/shop, port 8080/TCP
  without it
    recording rule 'app:orders:rate5m' records nothing
    panel 'Orders' of the dashboard 'The shop' is empty
    alert 'NoOrders' never fires`);
});

test('a metric that a rule records', () => {
  expect(said('app:orders:rate5m')).toBe(`metric app:orders:rate5m
  recorded by
    recording rule 'app:orders:rate5m' of the group orders (test/prometheus/rules): sum by (app) (rate(orders_total[5m]))
  read by
    alert 'NoOrders' (test/prometheus/rules)
  without it
    alert 'NoOrders' never fires`);
});

test('a metric that Prometheus itself writes', () => {
  expect(explain(shop, 'up').facts['exposed by']).toEqual(['Prometheus itself, of the jobs prometheus, shop']);
});

test('a metric that is not stored', () => {
  const jobs = shop.jobs.map((job) => ({ ...job, series: 'used' as const }));
  expect(explain({ ...shop, jobs, queries: [] }, 'orders_total').facts).toMatchObject({
    'exposed by': [
      'the job shop, every 15 seconds: counter by kind, once something has happened, ' +
        "not stored: no query reads it; name it in 'alsoKeep' of the job",
    ],
    'read by': [],
    'without it': [],
  });
});

test('a histogram by the name of all its series', () => {
  expect(explain(shop, 'prometheus_http_request_duration_seconds').facts['exposed by']).toEqual([
    'the job prometheus, every 15 seconds: histogram by handler, stored',
  ]);
});

test('an alert', () => {
  expect(said('NoOrders')).toBe(`alert NoOrders
  what it says
    Nobody orders.
  fires where
    (app:orders:rate5m) < 0.1, for 10m
  severity
    critical
  stands in
    the group orders of prometheus-rules/orders.yml (test/prometheus/rules)
  reaches
    the receiver critical (test/alertmanager/config)
  runbook
    https://runbooks.example.com/NoOrders.md
  dashboard
    https://grafana.example.com/d/shop
  reads
    app:orders:rate5m, which a rule records`);
});

test('a dashboard, by its title', () => {
  expect(said('The shop')).toBe(`dashboard shop
  title
    The shop
  stands in
    ConfigMap grafana-dashboard-shop (test/grafana/dashboard-shop)
  panels
    Orders
  reads
    ALERTS, of Prometheus itself
    kube_deployment_status_observed_generation, which nothing exposes
    orders_total of the job shop
  alerts that link to it
    NoOrders`);
});

test('a service', () => {
  expect(said('watch/shop')).toBe(`service watch/shop
  pods
    Deployment watch/shop, replicas: 2
  containers
    shop: registry.example.com/shop:1.0.0, listens on 8080
  ports
    Service watch/shop: 80 -> 8080
  is reached by
    watch/prometheus, port 8080/TCP: scrapes the job shop
  connects to
    kube-system/kube-dns, port 53/UDP, 53/TCP: looks up names
  under the policies
    ingress: NetworkPolicy watch/shop
    egress: NetworkPolicy watch/shop
  scraped by the jobs
    shop, every 15 seconds; its metrics: 1`);
});

test('a connection', () => {
  expect(said('prometheus -> shop')).toBe(`connection watch/prometheus -> watch/shop
  what for
    scrapes the job shop: http://shop.watch.svc:80, port 8080/TCP
  allowed by
    egress of NetworkPolicy watch/prometheus, port 8080/TCP
    ingress of NetworkPolicy watch/shop, port 8080/TCP`);
});

test('a policy that does not let a connection through is not named', () => {
  const objects = shop.objects.filter(({ path }) => !path.startsWith('test/shop/workload/network-policy'));
  expect(objects.length).toBeLessThan(shop.objects.length);
  expect(explain({ ...shop, objects }, 'prometheus -> shop').facts['allowed by']).toEqual([
    'egress of NetworkPolicy watch/prometheus, port 8080/TCP',
  ]);
});

describe('two ends', () => {
  test.each(['prometheus->shop', 'watch/prometheus -> shop', 'prometheus -> watch/shop'])('%s', (asked) => {
    expect(explain(shop, asked).name).toBe('watch/prometheus -> watch/shop');
  });

  test('that nothing connects: what does connect to each', () => {
    expect(() => explain(shop, 'shop -> alertmanager')).toThrow(
      new Error(`nothing connects 'shop' to 'alertmanager'
connections of 'shop':
  watch/shop -> kube-system/kube-dns
  watch/prometheus -> watch/shop
connections of 'alertmanager':
  watch/prometheus -> watch/alertmanager
  watch/grafana -> watch/alertmanager`),
    );
  });

  test('one of which has no connections at all', () => {
    const connections = shop.connections.filter(({ from, to }) => !JSON.stringify([from, to.to]).includes('shop'));
    expect(() => explain({ ...shop, connections }, 'watch/shop -> logs')).toThrow(
      new Error(`nothing connects 'watch/shop' to 'logs'
'watch/shop' has no connections
connections of 'logs':
  watch/grafana -> logs/*`),
    );
  });

  test('one of which is not there', () => {
    expect(() => explain(shop, 'shopp -> prometheus')).toThrow(/^nothing here is called 'shopp -> prometheus'; /);
  });
});

describe('a name', () => {
  test('of several things is no answer, but they are', () => {
    const message = "'shop' is the name of 2 things; ask for one of them:\n  dashboard shop\n  service watch/shop";
    expect(() => explain(shop, 'shop')).toThrow(new Error(message));
  });

  test('with its kind before it', () => {
    expect(explain(shop, 'dashboard shop')).toMatchObject({ kind: 'dashboard', name: 'shop' });
    expect(explain(shop, 'service shop')).toMatchObject({ kind: 'service', name: 'watch/shop' });
  });

  test.each([
    ['order_total', "nothing here is called 'order_total'; did you mean 'orders_total'?"],
    [
      'xyzzy plugh',
      "nothing here is called 'xyzzy plugh'; metrics, alerts, dashboards, services and connections such as 'a -> b' are",
    ],
  ])('that is not there: %s', (asked, message) => {
    expect(() => explain(shop, asked)).toThrow(new Error(message));
  });
});
