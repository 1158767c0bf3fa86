import { like, list, optional, type Read, record, shape } from '../read.ts';
import { isLabelName, unless } from '../validators.ts';
import { shown } from '../values.ts';

/** An alert that inhibits others: while it fires, they send no notifications. */
export interface Inhibition {
  /** Name of the alert that is the cause. */
  readonly cause: string;
  /** Values that labels of the cause must have, such as `{ slo: 'availability' }`. @default - any. */
  readonly where?: Readonly<Record<string, string>>;
  /** Names of the inhibited alerts. */
  readonly effects: readonly string[];
  /** Values that labels of the inhibited alerts must have. @default - any. */
  readonly effectsWhere?: Readonly<Record<string, string>>;
  /** Labels that both must have with the same value. */
  readonly equal: readonly string[];
}

export const INHIBITIONS: Read<readonly Inhibition[]> = list(
  shape<Inhibition>(
    {
      where: optional(record(like('availability'))),
      effectsWhere: optional(record(like('DiskPressure'))),
      effects: like<readonly string[]>([]),
      equal: like<readonly string[]>([]),
    },
    { cause: 'NodeNotReady', effects: ['PodNotReady'], equal: ['node'] },
  ),
);

/** The problems of some inhibitions. */
export function inhibitionProblems(inhibitions: readonly Inhibition[]): string[] {
  return inhibitions.flatMap(({ cause, where = {}, effects, effectsWhere = {}, equal }) => [
    ...[cause, ...effects].flatMap((name) =>
      unless(isLabelName(name), `${shown(name)} must be the name of an alert; for example "NodeNotReady"`),
    ),
    ...unless(
      effects.length > 0,
      `'effects' of ${shown(cause)} ([]) must have at least one alert; name one, or leave the inhibition out`,
    ),
    ...Object.entries({ where: Object.keys(where), effectsWhere: Object.keys(effectsWhere), equal }).flatMap(
      ([prop, labels]) =>
        labels.flatMap((label) =>
          unless(
            isLabelName(label),
            `'${prop}' of ${shown(cause)} (${shown(label)}) must be the name of a label; for example "namespace"`,
          ),
        ),
    ),
  ]);
}

/**
 * Alertmanager's format. A label that both lack counts as equal there: `equal` must name labels that both have. A rule that a
 * critical alert inhibits its own warning cannot name them, and would inhibit the warning of one claim for that of another.
 */
export function inhibitRules(inhibitions: readonly Inhibition[]): object[] {
  const matchers = (labels: Readonly<Record<string, string>>) =>
    Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return inhibitions.map(({ cause, where = {}, effects, effectsWhere = {}, equal }) => ({
    source_matchers: matchers({ alertname: cause, ...where }),
    target_matchers: [`alertname=~"${effects.join('|')}"`, ...matchers(effectsWhere)],
    equal: ['cluster', ...equal],
  }));
}
