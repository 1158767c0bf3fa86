import { Duration } from 'cdk8s';
import { type Alert, alertGroup } from '../../../constructs/lib/alert.ts';

const alert: Alert = {
  name: 'ShopSlow',
  summary: 'The shop is slow.',
  description: 'Requests of {{ $labels.pod }} take {{ $value }} seconds.',
  expr: 'latency > 1',
  for: Duration.minutes(10),
  severity: 'warning',
};

test('an alert as Prometheus reads it', () => {
  expect(alertGroup('shop', [alert])).toEqual({
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

test('an alert links to its page', () => {
  expect(alertGroup('shop', [alert], 'https://example.com/runbooks')).toMatchObject({
    rules: [{ annotations: { runbook_url: 'https://example.com/runbooks/ShopSlow.md' } }],
  });
});
