import type { DataLink, PanelJson } from './dashboard-json.ts';
import { DATASOURCE } from './datasource.ts';

/** One query of a signal. */
export interface Query {
  /** PromQL or LogQL. Rates are over `$__rate_interval`, in LogQL over `$__auto`. */
  readonly expr: string;
  /** Legend, with labels as `{{pod}}`; the name of the column in a table. */
  readonly legend: string;
  /** Unit of a column, in a table. @default - the signal's. */
  readonly unit?: string;
}

/** One signal, described once and drawn as any kind of panel. */
export interface Signal {
  /** Title of the panel. */
  readonly title: string;
  /** What it shows, and what to do about it. */
  readonly description: string;
  /** Grafana's id of the unit, such as `bytes`, `percentunit` (0 to 1), `reqps`, `s` or `short`. */
  readonly unit: string;
  /** The data source of all its queries. @default 'prometheus' */
  readonly datasource?: 'prometheus' | 'loki';
  /** One series, bar or column each. */
  readonly queries: readonly [Query, ...Query[]];
  /**
   * Thresholds of yellow and red. Where red is below yellow, lower is worse.
   *
   * @default - one colour.
   */
  readonly thresholds?: {
    /** In the unit of the signal. @default - no yellow. */
    readonly yellow?: number;
    /** In the unit of the signal. */
    readonly red: number;
  };
  /** Whether values may be negative. @default false - the axis starts at zero. */
  readonly belowZero?: boolean;
  /** Top of the axis. @default - the largest value. */
  readonly max?: number;
  /** Links of a series or value. @default - none. */
  readonly links?: readonly DataLink[];
  /** Colors by series name. @default - Grafana's palette. */
  readonly colors?: Readonly<Record<string, string>>;
  /** Texts for values. @default - the number. */
  readonly words?: Readonly<Record<string, string>>;
}

type Defaults = PanelJson['fieldConfig']['defaults'];
type Targets = PanelJson['targets'];

/** Unit, decimals, thresholds and mappings of values. */
export function fields({ unit, thresholds, max, links, words }: Signal, color: Defaults['color']): Defaults {
  return {
    unit,
    color,
    thresholds: { mode: 'absolute', steps: steps(thresholds) },
    ...(max !== undefined && { max }),
    ...(links && { links }),
    ...(words && {
      mappings: [
        {
          type: 'value',
          options: Object.fromEntries(Object.entries(words).map(([value, text]) => [value, { text }])),
        },
      ],
    }),
  };
}

type Steps = NonNullable<Defaults['thresholds']>['steps'];

/** Each color holds from its value on. */
function steps(thresholds: Signal['thresholds']): Steps {
  if (!thresholds) return [{ value: null, color: 'blue' }];
  const { yellow, red } = thresholds;
  if (yellow !== undefined && red < yellow) {
    return [
      { value: null, color: 'red' },
      { value: red, color: 'yellow' },
      { value: yellow, color: 'green' },
    ];
  }
  return [
    { value: null, color: 'green' },
    ...(yellow === undefined ? [] : [{ value: yellow, color: 'yellow' }]),
    { value: red, color: 'red' },
  ];
}

/** Range queries. */
export function range(signal: Signal): Targets {
  return targets(signal, 'range');
}

/** Instant queries. */
export function instant(signal: Signal): Targets {
  return targets(signal, 'instant');
}

function targets(signal: Signal, kind: 'range' | 'instant'): Targets {
  const datasource = source(signal);
  return signal.queries.map(({ expr, legend }, index) => ({
    refId: refId(index),
    datasource,
    expr,
    legendFormat: legend,
    ...(datasource.type === 'loki' ? { queryType: kind } : { range: kind === 'range', instant: kind === 'instant' }),
  }));
}

/** The data source of the queries. */
export function source({ datasource = 'prometheus' }: Signal) {
  return { type: datasource, uid: DATASOURCE[datasource] };
}

/** A, B, C … */
export function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}
