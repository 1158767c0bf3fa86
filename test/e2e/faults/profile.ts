import { type Change, changed } from '../lib/changed.ts';
import { RECEIVER } from './names.ts';

/** What the tests change of main.ts: alerts come sooner, and to a receiver that keeps them. */
const CHANGES: readonly Change[] = [
  [
    'const app = new VerifiedApp();',
    `import { ReceiverChart } from './test/e2e/faults/receiver.ts';
import { logAlerts, metricAlerts, soonerLogRules, soonerMetricRules } from './test/e2e/faults/sooner.ts';
const app = new VerifiedApp();`,
  ],
  ["'flask-app'],", `'flask-app', '${RECEIVER.namespace}'],`],
  [
    'const { alertmanager } =',
    "const { webhook } = new ReceiverChart(app, '05-receiver', installation);\nconst { alertmanager } =",
  ],
  [
    "critical: Receiver.none({ because: 'a cluster on a laptop wakes nobody' }),",
    `critical: Receiver.webhook({ endpoint: webhook }),
groupWait: Duration.seconds(5), groupInterval: Duration.seconds(10), repeatInterval: Duration.hours(1),`,
  ],
  ['retention: Duration.days(15),', 'retention: Duration.days(15), alerts: metricAlerts, rules: soonerMetricRules,'],
  ['retention: Duration.days(7),', 'retention: Duration.days(7), alerts: logAlerts, rules: soonerLogRules,'],
  // Its promise stays as it is: what it fails here is not its own.
  ['slo: { availability: 99.9, latency: { threshold: Duration.millis(500), target: 99 } },', ''],
];

/** @returns the folder with the objects. */
export function profile(): string {
  return changed(...CHANGES);
}
