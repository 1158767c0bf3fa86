/** An alert that explains others: while it fires, nobody is told of them. */
export interface Inhibition {
  /** Name of the alert that is the cause. */
  readonly cause: string;
  /** Names of the alerts that follow from it. */
  readonly effects: readonly string[];
  /** Labels that both must have with the same value. */
  readonly equal: readonly string[];
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
