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
  /** Labels that both must have with the same value. */
  readonly equal: readonly string[];
}

export const INHIBITIONS: Read<readonly Inhibition[]> = list(
  shape<Inhibition>(
    {
      where: optional(record(like('availability'))),
      effects: like<readonly string[]>([]),
      equal: like<readonly string[]>([]),
    },
    { cause: 'NodeNotReady', effects: ['PodNotReady'], equal: ['node'] },
  ),
);

/** The problems of some inhibitions. */
export function inhibitionProblems(inhibitions: readonly Inhibition[]): string[] {
  return inhibitions.flatMap(({ cause, where = {}, effects, equal }) => [
    ...[cause, ...effects].flatMap((name) =>
      unless(isLabelName(name), `${shown(name)} must be the name of an alert; for example "NodeNotReady"`),
    ),
    ...unless(
      effects.length > 0,
      `'effects' of ${shown(cause)} ([]) must have at least one alert; name one, or leave the inhibition out`,
    ),
    ...Object.entries({ where: Object.keys(where), equal }).flatMap(([prop, labels]) =>
      labels.flatMap((label) =>
        unless(
          isLabelName(label),
          `'${prop}' of ${shown(cause)} (${shown(label)}) must be the name of a label; for example "namespace"`,
        ),
      ),
    ),
  ]);
}

/** Alertmanager's format. A critical alert also inhibits itself as a warning, with the same labels. */
export function inhibitRules(inhibitions: readonly Inhibition[]): object[] {
  return [
    {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity="warning"'],
      equal: ['cluster', 'alertname', 'namespace', 'app', 'pod', 'container', 'instance', 'node'],
    },
    ...inhibitions.map(({ cause, where = {}, effects, equal }) => ({
      source_matchers: [['alertname', cause], ...Object.entries(where)].map(
        ([label, value]) => `${label}=${JSON.stringify(value)}`,
      ),
      target_matchers: [`alertname=~"${effects.join('|')}"`],
      equal: ['cluster', ...equal],
    })),
  ];
}
