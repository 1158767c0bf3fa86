import { Duration } from 'cdk8s';
import { groupBy } from '../../query/group-by.ts';
import { like, list, optional, type Read, shape } from '../read.ts';
import { seconds } from '../units.ts';
import { repeated, unless } from '../validators.ts';
import { human } from '../values.ts';
import type { Alert, RecordingRule, RuleGroup } from './rule-group.ts';

const ALERT: Read<Alert> = shape<Alert>(
  { name: like('ShopDown'), expr: like('up == 0'), for: like(Duration.minutes(5)) },
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
  return [
    ...intervalProblems(alerts, intervals),
    ...duplicates('alert', alerts),
    ...duplicates('group', groups),
    ...alerts
      .filter(({ above, below }) => above !== undefined && below !== undefined)
      .map(({ name }) => `alert '${name}': 'above' and 'below' exclude each other; give one, or two alerts`),
  ];
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
