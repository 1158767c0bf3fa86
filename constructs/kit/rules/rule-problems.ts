import type { Duration } from 'cdk8s';
import { groupBy } from '../../query/group-by.ts';
import type { Rule } from '../check.ts';
import * as rules from '../rules.ts';
import { seconds } from '../units.ts';
import type { Alert, RuleGroup } from './rule-group.ts';

/** Settings of something that evaluates rules. */
interface Evaluator {
  readonly rules: readonly RuleGroup[];
}

/** How often something looks. */
export interface Intervals<Settings> {
  /** In words, such as `evaluation interval`. */
  readonly name: string;
  readonly of: (settings: Settings) => readonly Duration[];
}

/** What the rules of every evaluator must obey. */
export function rulesOfRules<Settings extends Evaluator>(intervals: Intervals<Settings>): Rule<Settings>[] {
  const short = (settings: Settings) => {
    const least = Math.max(...intervals.of(settings).map(seconds));
    return alertsOf(settings).filter((alert) => seconds(alert.for) > 0 && seconds(alert.for) < least);
  };
  return [
    {
      broken: (settings) => short(settings).length > 0,
      message: (settings) =>
        lines(
          [...groupBy(short(settings), (alert) => rules.human(alert.for))].map(
            ([least, alerts]) =>
              `alert ${alerts.map(({ name }) => `'${name}'`).join(', ')}: 'for' (${least}) must be at least one ${intervals.name} ` +
              `(${intervals.of(settings).map(rules.human).join(', ')}), or one sample decides; ` +
              `for example Duration.minutes(5), or intervals of at most ${least}`,
          ),
        ),
    },
    {
      broken: (settings) => repeated(alertsOf(settings)).length > 0,
      message: (settings) =>
        `'rules' has more than one alert named ${repeated(alertsOf(settings)).join(', ')}; give each its own name`,
    },
    {
      broken: (settings) => repeated(settings.rules).length > 0,
      message: (settings) =>
        `'rules' has more than one group named ${repeated(settings.rules).join(', ')}; give each its own name`,
    },
    {
      broken: (settings) => alertsOf(settings).some(hasBoth),
      message: (settings) =>
        lines(
          alertsOf(settings)
            .filter(hasBoth)
            .map(({ name }) => `alert '${name}': 'above' and 'below' exclude each other; give one, or two alerts`),
        ),
    },
  ];
}

/** Names that more than one has. */
export function repeated(named: readonly { readonly name: string }[]): string[] {
  const names = named.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Several messages of one rule. */
export function lines(messages: readonly string[]): string {
  return messages.join('\n  - ');
}

function alertsOf({ rules: groups }: Evaluator): Alert[] {
  return groups.flatMap(({ alerts = [] }) => alerts);
}

function hasBoth({ above, below }: Alert): boolean {
  return above !== undefined && below !== undefined;
}
