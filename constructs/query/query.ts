/** One query of the output, and who asks it. */
export interface QueryRecord {
  /** Path of the construct that asks. */
  readonly path: string;
  /** Who asks: `alert 'Watchdog'` or `panel 'Memory' of the dashboard 'Application'`. */
  readonly asker: string;
  readonly kind: 'alert' | 'record' | 'panel' | 'variable' | 'annotation';
  readonly language: 'promql' | 'logql';
  /** Its text. In dashboards with Grafana's variables, such as `$namespace` and `$__rate_interval`. */
  readonly expr: string;
  /** Group of rules or uid of the dashboard that it is in. */
  readonly within: string;
  /** Name of the metric that it records. @default - it records none. */
  readonly records?: string;
}

/** Whether Grafana replaces variables in a query before it is sent. */
export function isInDashboard({ kind }: QueryRecord): boolean {
  return kind !== 'alert' && kind !== 'record';
}
