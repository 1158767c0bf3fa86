import { Duration } from 'cdk8s';
import { type Alert, annotations, groupsFor, ruleGroup } from '../../../constructs/lib/rule-group.ts';

const alert: Alert = {
  name: 'ShopSlow',
  summary: 'The shop is slow.',
  description: 'Requests of {{ $labels.pod }} take {{ $value }} seconds.',
  expr: 'latency > 1',
  for: Duration.minutes(10),
  severity: 'warning',
};

test('an alert as Prometheus reads it', () => {
  expect(ruleGroup({ name: 'shop', alerts: [alert] })).toEqual({
    name: 'shop',
    rules: [
      {
        alert: 'ShopSlow',
        expr: 'latency > 1',
        for: '10m',
        labels: { severity: 'warning' },
        annotations: {
          summary: 'The shop is slow.',
          description: 'Requests of {{ $labels.pod }} take {{ $value }} seconds.',
        },
      },
    ],
  });
});

test.each([
  [{ above: 0.05 }, '(errors / requests) > 0.05'],
  [{ below: 2 }, '(errors / requests) < 2'],
  [{ above: 0 }, '(errors / requests) > 0'],
])('a threshold %j becomes part of the expression', (threshold, expr) => {
  const group = ruleGroup({ name: 'shop', alerts: [{ ...alert, expr: 'errors / requests', ...threshold }] });
  expect(group).toMatchObject({ rules: [{ expr }] });
});

test('an alert links to its page', () => {
  expect(ruleGroup({ name: 'shop', alerts: [alert] }, { runbooks: 'https://example.com/runbooks' })).toMatchObject({
    rules: [{ annotations: { runbook_url: 'https://example.com/runbooks/ShopSlow.md' } }],
  });
});

test('what is recorded is evaluated before the alerts', () => {
  const records = [{ record: 'shop:requests:rate5m', expr: 'sum(rate(requests_total[5m]))' }];
  expect(ruleGroup({ name: 'shop', alerts: [alert], records })).toMatchObject({
    rules: [{ record: 'shop:requests:rate5m', expr: 'sum(rate(requests_total[5m]))' }, { alert: 'ShopSlow' }],
  });
});

test('alerts link to the dashboard that shows them, with its choices made from their labels', () => {
  const dashboard = { uid: 'shop', choose: { namespace: 'namespace', pod: 'pod' } };
  const links = { grafana: 'https://grafana.example.com' };
  expect(annotations({ ...alert, dashboard }, links)).toMatchObject({
    dashboard_url: 'https://grafana.example.com/d/shop?var-namespace={{ $labels.namespace }}&var-pod={{ $labels.pod }}',
  });
  expect(annotations({ ...alert, dashboard: { uid: 'shop' } }, links)).toMatchObject({
    dashboard_url: 'https://grafana.example.com/d/shop',
  });
  expect(annotations(alert, links)).not.toHaveProperty('dashboard_url');
});

test('a group whose jobs are not all scraped is left out', () => {
  const needy = { name: 'shop', alerts: [alert], needs: ['shop', 'nodes'] };
  expect(groupsFor(new Set(['shop']), [needy])).toEqual([]);
  expect(groupsFor(new Set(['shop', 'nodes', 'other']), [needy])).toEqual([needy]);
  expect(groupsFor(new Set(), [{ name: 'shop' }])).toEqual([{ name: 'shop' }]);
});
