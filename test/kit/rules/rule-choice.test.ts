import { readdirSync, readFileSync } from 'node:fs';
import { Duration } from 'cdk8s';
import { type AlertChoice, choiceProblems, chosenRules } from '../../../constructs/kit/rules/rule-choice.ts';
import type { Alert, RuleGroup } from '../../../constructs/kit/rules/rule-group.ts';
import type { LogAlert, MetricAlert } from '../../../constructs/stack/content.ts';

const alert = (name: string, rest: Partial<Alert> = {}): Alert => ({
  name,
  summary: 'Full.',
  description: '{{ $labels.node }} is full.',
  expr: 'up',
  for: Duration.minutes(5),
  severity: 'critical',
  ...rest,
});

const DISK_FULL = alert('DiskFull', { expr: 'node:disk:free', below: 0.1 });
const DISK_BUSY = alert('DiskBusy', { expr: 'node:disk:busy', above: 0.9 });
const disks: RuleGroup = {
  name: 'disks',
  needs: ['node-exporter'],
  records: [
    { record: 'node:disk:bytes', expr: 'node_filesystem_free_bytes' },
    { record: 'node:disk:free', expr: 'node:disk:bytes / node_filesystem_size_bytes' },
    { record: 'node:disk:busy', expr: 'rate(node_disk_io_time_seconds_total[5m])' },
    { record: 'node:disk:shown', expr: 'node_filesystem_size_bytes' },
  ],
  alerts: [DISK_FULL, DISK_BUSY],
};
const power: RuleGroup = { name: 'power', alerts: [alert('PowerLost')] };
const groups = [disks, power];

const names = (some: readonly RuleGroup[]) =>
  some.map(({ name, records = [], alerts = [] }) => [
    name,
    records.map(({ record }) => record),
    alerts.map((one) => one.name),
  ]);
const overridden = (choice: AlertChoice) => chosenRules(groups, choice).flatMap(({ alerts = [] }) => alerts);

describe('what is chosen', () => {
  test('is everything, unless something is said', () => {
    expect(chosenRules(groups, {})).toEqual(groups);
  });

  test('a threshold, a duration and a severity replace those of their alert, and of no other', () => {
    const change = { below: 0.2, for: Duration.minutes(30), severity: 'warning' } as const;
    expect(overridden({ override: { DiskFull: change } })).toEqual([
      { ...DISK_FULL, ...change },
      DISK_BUSY,
      alert('PowerLost'),
    ]);
  });

  test('a threshold of 0 is one, and what is undefined changes nothing', () => {
    const [full, busy] = overridden({ override: { DiskFull: { below: undefined }, DiskBusy: { above: 0 } } });
    expect([full?.below, busy?.above]).toEqual([0.1, 0]);
  });

  test('what is wrong changes nothing: it is reported', () => {
    expect(overridden({ override: { DiskFull: { above: 0.2, for: Duration.hours(1) } } })[0]).toEqual(DISK_FULL);
  });

  test('an alert that is disabled goes with what is recorded for it alone, step by step', () => {
    expect(names(chosenRules(groups, { disable: ['DiskFull'] }))).toEqual([
      ['disks', ['node:disk:busy', 'node:disk:shown'], ['DiskBusy']],
      ['power', [], ['PowerLost']],
    ]);
  });

  test('what others read is still recorded, with what it needs itself', () => {
    const panel = { path: '', language: 'promql', asker: 'panel', kind: 'panel', within: '' } as const;
    const others = () => [{ ...panel, expr: 'avg(node:disk:free{node=~"$node"})' }];
    expect(names(chosenRules(groups, { disable: ['DiskFull', 'PowerLost'] }, others))).toEqual([
      ['disks', ['node:disk:bytes', 'node:disk:free', 'node:disk:busy', 'node:disk:shown'], ['DiskBusy']],
    ]);
  });
});

test('what is right has no problem', () => {
  const change = { below: 0.2, for: Duration.minutes(30), severity: 'none' } as const;
  expect(choiceProblems(groups, { disable: ['PowerLost'], override: { DiskFull: change } })).toEqual([]);
});

describe('what is said of', () => {
  // As from JavaScript, where nothing checks types.
  test.each<[string, object, string]>([
    [
      'a misspelt name in disable',
      { disable: ['DiskFul'] },
      "'alerts.disable' (DiskFul) names no alert of this chart; did you mean DiskFull?",
    ],
    [
      'a name like no other',
      { disable: ['Watchdog'] },
      "'alerts.disable' (Watchdog) names no alert of this chart; the pages in docs/runbooks have the names of the alerts",
    ],
    [
      'a misspelt name in override',
      { override: { PowerLots: {} } },
      "'alerts.override' (PowerLots) names no alert of this chart; did you mean PowerLost?",
    ],
    [
      'an alert that is disabled and changed',
      { disable: ['PowerLost'], override: { PowerLost: { severity: 'warning' } } },
      "'alerts.override' (PowerLost) is in 'alerts.disable' too; keep one of both",
    ],
    [
      'a threshold below that is above',
      { override: { DiskBusy: { below: 0.5 } } },
      "'alerts.override.DiskBusy.below' (0.5) replaces nothing, because the alert fires above its threshold (0.9); give 'above'",
    ],
    [
      'a threshold above that is below',
      { override: { DiskFull: { above: 0.5 } } },
      "'alerts.override.DiskFull.above' (0.5) replaces nothing, because the alert fires below its threshold (0.1); give 'below'",
    ],
    [
      'a threshold where there is none',
      { override: { PowerLost: { above: 1 } } },
      "'alerts.override.PowerLost.above' (1) replaces nothing, because the alert has no threshold; leave it out",
    ],
    [
      'a threshold that is text',
      { override: { DiskFull: { below: '20%' } } },
      '\'alerts.override.DiskFull.below\' ("20%") must be a number',
    ],
    [
      'a duration that is text',
      { override: { DiskFull: { for: '30m' } } },
      '\'alerts.override.DiskFull.for\' ("30m") must be a Duration; for example Duration.minutes(30)',
    ],
    [
      'an unknown severity',
      { override: { DiskFull: { severity: 'page' } } },
      "'alerts.override.DiskFull.severity' (\"page\") must be 'critical', 'warning' or 'none'",
    ],
    [
      'something else of an alert',
      { override: { DiskFull: { expr: 'up' } } },
      "'alerts.override.DiskFull.expr' (\"up\") can't be changed; what can is 'for', 'severity', 'above' and 'below'",
    ],
  ])('%s', (_, choice, message) => {
    expect(choiceProblems(groups, choice)).toEqual([message]);
  });
});

describe('the compiler knows the alerts that come', () => {
  test('their names, and the side of their thresholds', () => {
    const metrics: readonly AlertChoice<MetricAlert>[] = [
      { disable: ['PodNotReady'], override: { LokiDiskFull: { above: 0.8 }, VolumeFull: { below: 0.1 } } },
      { disable: ['ApplicationErrorBudgetLeak'], override: { ApplicationErrorBudgetSpent: { below: -0.5 } } },
      // @ts-expect-error: a name that no alert has.
      { disable: ['LokiDwn'] },
      // @ts-expect-error: a name that no alert over promises has.
      { disable: ['ApplicationErrorBudgetLeaks'] },
      // @ts-expect-error: its thresholds are two, and stand in the expression.
      { override: { ApplicationErrorBudgetBurn: { above: 10 } } },
      // @ts-expect-error: the name of an alert over logs.
      { disable: ['LogGoPanic'] },
      // @ts-expect-error: a name that no alert has.
      { override: { LokiDwn: {} } },
      // @ts-expect-error: it fires above its threshold.
      { override: { LokiDiskFull: { below: 0.8 } } },
      // @ts-expect-error: it has no threshold.
      { override: { LokiDown: { above: 1 } } },
      // @ts-expect-error: no duration.
      { override: { LokiDown: { for: '30m' } } },
    ];
    const logs: readonly AlertChoice<LogAlert>[] = [
      { disable: ['LogGoPanic'], override: { LogDiskFull: { above: 100 } } },
      // @ts-expect-error: the name of an alert over metrics.
      { disable: ['LogSilence'] },
    ];
    expect([metrics.length, logs.length]).toEqual([10, 2]);
  });

  test('of every group: none is declared as any group would be', () => {
    const files = ['components', 'content'].flatMap((folder) =>
      readdirSync(`constructs/${folder}`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `constructs/${folder}/${file}`),
    );
    expect(files.filter((file) => /: RuleGroup = \{/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
