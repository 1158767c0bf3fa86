import { Duration } from 'cdk8s';
import { type Alert, ruleGroup } from '../../../constructs/lib/rule-group.ts';

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
  expect(ruleGroup({ name: 'shop', alerts: [alert] }, 'https://example.com/runbooks')).toMatchObject({
    rules: [{ annotations: { runbook_url: 'https://example.com/runbooks/ShopSlow.md' } }],
  });
});

test('what is recorded is evaluated before the alerts', () => {
  const records = [{ record: 'shop:requests:rate5m', expr: 'sum(rate(requests_total[5m]))' }];
  expect(ruleGroup({ name: 'shop', alerts: [alert], records })).toMatchObject({
    rules: [{ record: 'shop:requests:rate5m', expr: 'sum(rate(requests_total[5m]))' }, { alert: 'ShopSlow' }],
  });
});
