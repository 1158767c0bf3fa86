import type { Alert, RuleGroup } from '../../../constructs/index.ts';
import { type AlertLinks, annotations } from '../../../constructs/kit/rules/rule-group.ts';

/** Series of a test -> their values in promtool's notation, such as `0+10x30`, one a minute unless the case says otherwise. */
export type SeriesValues = Readonly<Record<string, string>>;

/** One situation and what an alert makes of it. */
export interface AlertCase {
  readonly alert: string;
  /** The situation, as a sentence. */
  readonly when: string;
  readonly series: SeriesValues;
  /** When it is looked at, such as `20m`. */
  readonly at: string;
  /** Time between samples, and between evaluations: what lasts for days takes too long otherwise. @default '1m' */
  readonly every?: string;
  /** Everything that fires then: its labels but `alertname` and `severity`, and its whole description. Nothing: it is silent. */
  readonly fires: readonly { readonly labels: Readonly<Record<string, string>>; readonly description: string }[];
}

/** Series and the samples that a recording rule makes of them. */
export interface RecordCase {
  readonly record: string;
  readonly when: string;
  readonly series: SeriesValues;
  readonly at: string;
  readonly gives: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** What one topic shows about its rules. */
export interface TopicCases {
  readonly alerts?: readonly AlertCase[];
  readonly records?: readonly RecordCase[];
}

export const LINKS: Required<AlertLinks> = {
  runbooksUrl: 'https://runbooks.example.com',
  grafanaUrl: 'https://grafana.example.com',
};

/** A file for `promtool test rules` over the rules in `rules.yml`. */
export function promtoolFile(
  groups: readonly RuleGroup[],
  { alerts = [], records = [] }: TopicCases,
  every = '1m',
): object {
  return {
    rule_files: ['rules.yml'],
    evaluation_interval: every,
    tests: [
      ...alerts.map(({ alert, when, series, at, fires }) => ({
        name: `${alert}: ${when}`,
        ...input(series, every),
        alert_rule_test: [
          {
            eval_time: at,
            alertname: alert,
            exp_alerts: fires.map(({ labels, description }) => ({
              exp_labels: { ...labels, severity: named(groups, alert).severity },
              exp_annotations: { ...expanded(named(groups, alert), labels), description },
            })),
          },
        ],
      })),
      ...records.map(({ record, when, series, at, gives }) => ({
        name: `${record}: ${when}`,
        ...input(series, every),
        promql_expr_test: [
          {
            expr: record,
            eval_time: at,
            exp_samples: gives.map(({ labels, value }) => ({ labels: seriesName(record, labels), value })),
          },
        ],
      })),
    ],
  };
}

function input(series: SeriesValues, every: string): object {
  return {
    interval: every,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
  };
}

/** An alert by its name. */
export function named(groups: readonly RuleGroup[], name: string): Alert {
  const found = groups.flatMap(({ alerts = [] }) => alerts).find((alert) => alert.name === name);
  if (!found) throw new Error(`no alert is named ${name}`);
  return found;
}

/** Links hold labels and nothing else: what Prometheus makes of them is known. */
function expanded(alert: Alert, labels: Readonly<Record<string, string>>): Record<string, string> {
  const texts = Object.entries(annotations(alert, LINKS)).map(([name, text]) => [
    name,
    text.replaceAll(/\{\{ \$labels\.(\w+) \| urlquery \}\}/g, (_, label: string) =>
      encodeURIComponent(labels[label] ?? ''),
    ),
  ]);
  return Object.fromEntries(texts);
}

function seriesName(metric: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(', ')}}`;
}
