import { Duration } from 'cdk8s';
import type { Catalogue } from '../../../constructs/kit/catalogue.ts';
import { type Alert, annotations, groupsFor, ruleGroup } from '../../../constructs/kit/rules/rule-group.ts';

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
  expect(ruleGroup({ name: 'shop', alerts: [alert] }, { runbooksUrl: 'https://example.com/runbooks' })).toMatchObject({
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
  const links = { grafanaUrl: 'https://grafana.example.com' };
  expect(annotations({ ...alert, dashboard }, links)).toMatchObject({
    dashboard_url:
      'https://grafana.example.com/d/shop?var-namespace={{ $labels.namespace | urlquery }}&var-pod={{ $labels.pod | urlquery }}',
  });
  expect(annotations({ ...alert, dashboard: { uid: 'shop' } }, links)).toMatchObject({
    dashboard_url: 'https://grafana.example.com/d/shop',
  });
  expect(annotations(alert, links)).not.toHaveProperty('dashboard_url');
});

test('a group whose jobs are not all scraped is left out', () => {
  const needy = { name: 'shop', alerts: [alert], needs: ['shop', 'nodes'] };
  const jobs = (...names: string[]) => names.map((job) => ({ job }));
  expect(groupsFor(jobs('shop'), [needy])).toEqual([]);
  expect(groupsFor(jobs('shop', 'nodes', 'other'), [needy])).toEqual([needy]);
  expect(groupsFor([], [{ name: 'shop' }])).toEqual([{ name: 'shop' }]);
});

test('a group is left out where no one job exposes all metrics that it reads, with their labels', () => {
  const needy = { name: 'shop', alerts: [alert], needsMetrics: { sales: ['till', 'day'], visits: ['day'] } };
  const metric = (...labels: string[]) => ({ type: 'gauge', labels, appears: 'always' }) as const;
  const isThere = (...all: (Catalogue | undefined)[]) =>
    groupsFor(
      all.map((exposes) => ({ job: 'any', exposes })),
      [needy],
    ).length === 1;
  const [sales, visits] = [metric('day', 'till', 'more'), metric('day')];
  expect(isThere({ sales, visits })).toBe(true);
  expect(isThere(undefined, { sales: metric(), visits }, { sales, visits })).toBe(true);
  expect(isThere()).toBe(false);
  expect(isThere(undefined)).toBe(false);
  expect(isThere({ sales }, { visits })).toBe(false);
  expect(isThere({ sales: metric('day'), visits })).toBe(false);
});

test('an alert asks something else where no job exposes some metrics', () => {
  const other = { ...alert, without: { metrics: { sales: ['day'] }, expr: 'up == 0' } };
  const asked = (labels: readonly string[]) => {
    const exposes = { sales: { type: 'gauge', labels, appears: 'always' } } as const;
    const [group] = groupsFor([{ job: 'shop', exposes }], [{ name: 'shop', alerts: [alert, other] }]);
    return group?.alerts?.map(({ expr }) => expr);
  };
  expect(asked(['day'])).toEqual(['latency > 1', 'latency > 1']);
  expect(asked([])).toEqual(['latency > 1', 'up == 0']);
});
