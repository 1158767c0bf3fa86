/** One query of the output, and its owner. */
export interface QueryRecord {
  /** Path of the construct that owns it. */
  readonly path: string;
  /** Its owner: `alert 'Watchdog'` or `panel 'Memory' of the dashboard 'Application'`. */
  readonly asker: string;
  readonly kind: 'alert' | 'record' | 'panel' | 'variable' | 'annotation';
  readonly language: 'promql' | 'logql';
  /** Its text. In dashboards with Grafana's variables, such as `$namespace` and `$__rate_interval`. */
  readonly expr: string;
  /** Rule group or dashboard uid that it is in. */
  readonly within: string;
  /** Name of the series that it records. @default - none. */
  readonly records?: string;
}

/** Whether Grafana interpolates variables in a query. */
export function isInDashboard({ kind }: QueryRecord): boolean {
  return kind !== 'alert' && kind !== 'record';
}
