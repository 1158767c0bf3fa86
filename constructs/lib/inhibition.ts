/** An alert that explains others: while it fires, nobody is told of them. */
export interface Inhibition {
  /** Name of the alert that is the cause. */
  readonly cause: string;
  /** Names of the alerts that follow from it. */
  readonly effects: readonly string[];
  /** Labels that both must have with the same value. */
  readonly equal: readonly string[];
}

const ALERT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What is wrong with some inhibitions. */
export function inhibitionProblems(inhibitions: readonly Inhibition[]): string[] {
  return inhibitions.flatMap(({ cause, effects, equal }) => [
    ...[cause, ...effects]
      .filter((name) => !ALERT_NAME.test(name))
      .map((name) => `"${name}" must be the name of an alert; for example "NodeNotReady"`),
    ...(effects.length > 0
      ? []
      : [`'effects' of "${cause}" ([]) must have at least one alert; name one, or leave the inhibition out`]),
    ...equal
      .filter((label) => !ALERT_NAME.test(label))
      .map((label) => `'equal' of "${cause}" ("${label}") must be the name of a label; for example "namespace"`),
  ]);
}

/** As Alertmanager reads them. An alert that fires as critical silences itself as a warning, in the same place. */
export function inhibitRules(inhibitions: readonly Inhibition[]): object[] {
  return [
    {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity="warning"'],
      equal: ['cluster', 'alertname', 'namespace', 'app', 'pod', 'container', 'instance', 'node'],
    },
    ...inhibitions.map(({ cause, effects, equal }) => ({
      source_matchers: [`alertname="${cause}"`],
      target_matchers: [`alertname=~"${effects.join('|')}"`],
      equal: ['cluster', ...equal],
    })),
  ];
}
