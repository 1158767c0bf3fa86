import { Duration } from 'cdk8s';
import { groupBy } from '../../query/group-by.ts';
import { like, list, oneOf, optional, type Read, record, shape } from '../read.ts';
import { seconds } from '../units.ts';
import { isDashboardUid, isLabelName, isMetricName, isQueryName, repeated, unless } from '../validators.ts';
import { human, shown } from '../values.ts';
import type { Alert, RecordingRule, RuleGroup, Threshold } from './rule-group.ts';
import { templateProblem } from './template.ts';

const THRESHOLD: Read<Threshold> = shape<Threshold>(
  { labels: record(like('shop')), value: like(0.1) },
  { labels: { namespace: 'shop' }, value: 0.1 },
);

const ALERT: Read<Alert> = shape<Alert>(
  {
    ...{ name: like('ShopDown'), expr: like('up == 0'), for: like(Duration.minutes(5)) },
    ...{ summary: like('The shop is down.'), description: like('{{ $labels.pod }} is down.') },
    severity: oneOf('critical', 'warning', 'none'),
    thresholds: optional(list(THRESHOLD)),
  },
  { name: 'ShopDown', summary: '', description: '', expr: 'up == 0', for: Duration.minutes(5), severity: 'warning' },
);

const RECORD: Read<RecordingRule> = like({
  record: 'namespace:requests:rate5m',
  expr: 'sum by (namespace) (rate(requests_total[5m]))',
});

/** Reads rule groups. */
export const RULE_GROUPS: Read<readonly RuleGroup[]> = list(
  shape<RuleGroup>(
    {
      name: like('shop'),
      alerts: optional(list(ALERT)),
      records: optional(list(RECORD)),
      needs: optional(like<readonly string[]>(['loki'])),
    },
    { name: 'shop', alerts: [] },
  ),
);

/** An evaluation or scrape interval. */
export interface Intervals {
  /** Its name in messages, such as `evaluation interval`. */
  readonly name: string;
  readonly of: readonly Duration[];
}

/** The problems of rule groups, given how they are evaluated. */
export function ruleProblems(groups: readonly RuleGroup[], intervals: Intervals): string[] {
  const alerts = groups.flatMap((group) => group.alerts ?? []);
  const duplicates = (kind: string, named: readonly { readonly name: string }[]) => {
    const names = repeated(named.map(({ name }) => name));
    return unless(
      names.length === 0,
      `'rules' has more than one ${kind} named ${names.join(', ')}; give each its own name`,
    );
  };
  const files = groups.filter(({ name }) => isQueryName(name) && /[/:]/.test(name));
  return [
    ...textProblems(groups),
    ...files.map(
      ({ name }) => `group '${name}': 'name' (${shown(name)}) must be a file name, without / and :; for example "shop"`,
    ),
    ...intervalProblems(alerts, intervals),
    ...duplicates('alert', alerts),
    ...duplicates('group', groups),
    ...alerts
      .filter(({ above, below }) => above !== undefined && below !== undefined)
      .map(({ name }) => `alert '${name}': 'above' and 'below' exclude each other; give one, or two alerts`),
  ];
}

/** The problems of what is written in some groups: names are parts of queries, files and links, texts are templates. */
export function textProblems(groups: readonly RuleGroup[]): string[] {
  const word = "letters, digits and '_', not beginning with a digit";
  return groups.flatMap(({ name: group, records = [], alerts = [] }) => [
    ...unless(
      isQueryName(group),
      `group ${shown(group)}: 'name' (${shown(group)}) must be letters, digits and - _ ., at most 128; for example "shop"`,
    ),
    ...records.flatMap(({ record }) =>
      unless(
        isMetricName(record),
        `group ${shown(group)}: 'record' (${shown(record)}) must be the name of a series: letters, digits, '_' and ':'; ` +
          'for example "namespace:requests:rate5m"',
      ),
    ),
    ...alerts.flatMap(
      ({ name, summary, description, thresholds = [], dashboard: { uid, choose = {} } = { uid: 'any' } }) => [
        ...unless(
          isLabelName(name) && name.length <= 200,
          `group ${shown(group)}: 'name' of an alert (${shown(name)}) must be ${word}; for example "ShopDown"`,
        ),
        ...Object.entries({ summary, description }).flatMap(([prop, text]) => {
          const problem = templateProblem(text);
          return unless(
            problem === undefined,
            `alert ${shown(name)}: '${prop}' must be a template that can be parsed, and ${problem}; write {{ "{{" }} for two braces`,
          );
        }),
        ...unless(
          isDashboardUid(uid),
          `alert ${shown(name)}: 'dashboard.uid' (${shown(uid)}) must be the uid of a dashboard; for example "workload"`,
        ),
        ...thresholds
          .flatMap(({ labels }) => Object.keys(labels))
          .filter((label) => !isLabelName(label))
          .map(
            (label) =>
              `alert ${shown(name)}: 'thresholds.labels' (${shown(label)}) must be names of labels: ${word}; ` +
              "for example { namespace: 'shop' }",
          ),
        ...Object.entries(choose)
          .flat()
          .filter((word) => !isLabelName(word))
          .map(
            (choice) =>
              `alert ${shown(name)}: 'dashboard.choose' (${shown(choice)}) must be names of variables and labels: ${word}; ` +
              "for example { namespace: 'namespace' }",
          ),
      ],
    ),
  ]);
}

function intervalProblems(alerts: readonly Alert[], { name, of }: Intervals): string[] {
  const least = Math.max(...of.map(seconds));
  const short = alerts.filter((alert) => seconds(alert.for) > 0 && seconds(alert.for) < least);
  return [...groupBy(short, (alert) => human(alert.for))].map(
    ([time, same]) =>
      `alert ${same.map((alert) => `'${alert.name}'`).join(', ')}: 'for' (${time}) must be at least one ${name} ` +
      `(${of.map(human).join(', ')}), or one sample decides; ` +
      `for example Duration.minutes(5), or intervals of at most ${time}`,
  );
}
