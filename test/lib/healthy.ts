import { readFileSync } from 'node:fs';
import type { HealthySeries } from '../../ops/lib/healthy-series.ts';
import type { SeriesValues } from './alerts/case.ts';

/** Seconds since 1970 at which the recorded cluster is looked at for the first time: any moment would do. */
export const START = Date.UTC(2026, 0, 1) / 1000;

/** The series of a healthy cluster, as `ops/record-healthy.ts` wrote them down. */
export function readHealthy(): HealthySeries[] {
  return JSON.parse(readFileSync('test/fixtures/healthy.json', 'utf8'));
}

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/** A situation: how the series go on, and what fires. */
export interface Situation {
  readonly name: string;
  readonly minutes: number;
  readonly series: readonly HealthySeries[];
  /** Series besides these, in promtool's notation. @default - none. */
  readonly others?: SeriesValues;
  /** All that fires at some moments, such as `1h`, by its labels. */
  readonly firing: readonly { readonly at: string; readonly alerts: readonly Labels[] }[];
}

/** Situations as `promtool test rules` reads them. */
export function promtoolSituations(ruleFiles: readonly string[], situations: readonly Situation[]): object {
  return {
    rule_files: ruleFiles,
    evaluation_interval: '1m',
    tests: situations.map(({ name, minutes, series, others = {}, firing }) => ({
      name,
      interval: '1m',
      start_timestamp: START,
      input_series: [
        ...series.map((one) => ({ series: selector(one), values: values(one, minutes) })),
        ...Object.entries(others).map(([one, samples]) => ({ series: one, values: samples })),
      ],
      promql_expr_test: firing.map(({ at, alerts }) => ({
        expr: 'ALERTS{alertstate="firing"}',
        eval_time: at,
        exp_samples: alerts.map((labels) => ({
          labels: selector({ name: 'ALERTS', labels: { ...labels, alertstate: 'firing' } }),
          value: 1,
        })),
      })),
    })),
  };
}

/** A series as promtool reads it. */
export function selector({ name, labels }: Pick<HealthySeries, 'name' | 'labels'>): string {
  return `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(', ')}}`;
}

/**
 * A sample a minute: counters rise as they did, gauges stay as they were. The clock starts at `START`, and a time that
 * was told is as far before that as it was before the recording; what happens again and again moves with the clock.
 */
export function values({ value = 0, perMinute = 0, ago, repeats = false }: HealthySeries, minutes: number): string {
  const [first, step] = ago === undefined ? [value, perMinute] : [START - ago, repeats ? 60 : 0];
  return `${first}+${step}x${minutes}`;
}
