import { App, Chart, Duration } from 'cdk8s';
import { warnings } from '../../constructs/checks/warnings.ts';
import {
  Alertmanager,
  type AlertmanagerProps,
  Application,
  dashboards,
  external,
  Grafana,
  type GrafanaProps,
  guard,
  model,
  Prometheus,
  Receiver,
} from '../../constructs/index.ts';
import { installation } from '../lib/render.ts';

const slack = Receiver.slack({ channel: '#on-call', urlFrom: { secret: 'slack', key: 'url' } });
const of = (props: Pick<AlertmanagerProps, 'critical' | 'url'>) => {
  const app = new App();
  new Alertmanager(new Chart(app, 'alerts'), 'a', { installation, namespace: 'monitoring', ...props });
  return warnings(model(app));
};

test('who is woken gets links that only work on one machine', () => {
  expect(of({ critical: slack })).toEqual([
    'critical alerts wake somebody, but their links lead to localhost ' +
      '(alerts/a/workload/deployment: --web.external-url=http://localhost:9093); ' +
      "set 'urls' in main.ts to addresses that people can open",
  ]);
});

describe('what is offered to Prometheus', () => {
  const build = (isScraped: boolean) => {
    const app = new App();
    const place = { installation, namespace: 'monitoring' };
    const critical = Receiver.none({ because: 'nobody listens in a test' });
    const prometheus = new Prometheus(new Chart(app, 'metrics'), 'p', place);
    const alertmanager = new Alertmanager(new Chart(app, 'alerts'), 'a', { ...place, guard, critical });
    prometheus.addScrape(alertmanager.metrics, isScraped ? alertmanager.guard : undefined);
    return warnings(model(app));
  };

  test('and does not get there', () => {
    expect(build(false)).toEqual([
      "alerts/a: nothing scrapes what its property 'guard' offers: there are no metrics of it, and no alerts on them; " +
        'pass it to Prometheus: prometheus.addScrape(….guard)',
    ]);
  });

  test('and gets there', () => {
    expect(build(true)).toEqual([]);
  });
});

test('a variable that looks like a secret, with its value in the output', () => {
  const app = new App();
  const env = {
    DB_PASSWORD: 'hunter2',
    api_key: 'k',
    SESSION_SECRET: 's',
    GITHUB_TOKEN: 't',
    DB_PASSWORD_FILE: '/run/password',
    TOKENS_PER_MINUTE: '5',
    EMPTY_TOKEN: '',
    LOG_LEVEL: 'info',
  };
  new Application(new Chart(app, 'applications'), 'shop', {
    ...{
      installation,
      namespace: 'shop',
      name: 'shop',
      image: 'shop:1.0.0',
      ports: { http: { container: 8000 } },
      env,
    },
    healthcheck: { test: 'true' },
    secrets: { OTHER_PASSWORD: { secret: 'shop', key: 'password' } },
  });
  expect(warnings(model(app))).toEqual(
    ['DB_PASSWORD', 'api_key', 'SESSION_SECRET', 'GITHUB_TOKEN'].map(
      (name) =>
        `applications/shop/workload/deployment: the variable ${name} looks like a secret, and its value is in the output ` +
        `for all to read; keep it in a Secret: secrets: { ${name}: { secret: 'name', key: 'key' } }`,
    ),
  );
});

test('nothing is said where nobody is woken, or where links work', () => {
  expect(of({ critical: Receiver.none({ because: 'nobody listens in a test' }) })).toEqual([]);
  expect(of({ critical: slack, url: 'https://alerts.example.com' })).toEqual([]);
});

describe('Grafana that others open', () => {
  const opened = (props: Pick<GrafanaProps, 'url' | 'openTo'>) => {
    const app = new App();
    const at = { cidrs: ['192.0.2.0/24'] };
    new Grafana(new Chart(app, 'dashboards'), 'g', {
      ...{ installation, namespace: 'monitoring', dashboards, ...props },
      prometheus: { ...external('prometheus', 'http://metrics:9090', at), scrapeInterval: Duration.seconds(15) },
      loki: external('loki', 'http://logs:3100', at),
      alertmanager: external('alertmanager', 'http://pager:9093', at),
    });
    return warnings(model(app));
  };
  const openTo = [{ namespace: 'edge', label: ['app', 'ingress'] as const }];

  test('by http: passwords cross the network as they are', () => {
    expect(opened({ url: 'http://grafana.example.com', openTo })).toEqual([
      "dashboards/g/workload/deployment: 'openTo' lets others open Grafana, and its 'url' (http://grafana.example.com) is not https: " +
        'passwords cross the network unencrypted; let the ingress controller speak https, and set the address that people open',
    ]);
  });

  test.each([
    ['by https', { url: 'https://grafana.example.com', openTo }],
    ['by a port-forward only', { url: 'http://grafana.example.com' }],
    ['whose address is not set yet', { url: 'http://localhost:3000', openTo }],
  ])('%s: no warning', (_, props) => {
    expect(opened(props)).toEqual([]);
  });
});
