import { App, Chart } from 'cdk8s';
import { warnings } from '../../constructs/checks/warnings.ts';
import { Alertmanager, type AlertmanagerProps, model, Receiver } from '../../constructs/index.ts';
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

test('nothing is said where nobody is woken, or where links work', () => {
  expect(of({ critical: Receiver.none({ because: 'nobody listens in a test' }) })).toEqual([]);
  expect(of({ critical: slack, url: 'https://alerts.example.com' })).toEqual([]);
});
