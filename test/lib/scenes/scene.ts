import type { HealthySeries } from '../../../ops/lib/healthy-series.ts';
import type { SeriesValues } from '../alerts/case.ts';
import { type Labels, readHealthy, START, selector, values } from '../healthy.ts';

/** Minutes for which all is well before the trouble begins: rules look back for up to three hours. */
export const BEFORE = 186;

/** What a series does from the first minute of the trouble on, in promtool's notation. `undefined`: it goes on. */
export type Change = (one: HealthySeries) => string | undefined;

/** Something that goes wrong, on the cluster of `test/fixtures/healthy.json`. */
export interface Scene {
  readonly name: string;
  /** What runs there besides. @default - nothing. */
  readonly besides?: readonly HealthySeries[];
  readonly change: Change;
  /** What only comes with the trouble, from its first minute on. @default - nothing. */
  readonly arising?: SeriesValues;
  /** Alerts of Loki's ruler, and the minutes of the trouble in which they fire. @default - none. */
  readonly logAlerts?: readonly { readonly labels: Labels; readonly from: number; readonly to: number }[];
}

/** The file that `scenes` reads, in which each trouble lasts for some minutes. */
export function scenesFile(ruleFiles: readonly string[], scenes: readonly Scene[], minutes: number): object {
  const healthy = readHealthy();
  return {
    rule_files: ruleFiles,
    prometheus: 'prometheus.yml',
    alertmanager: 'alertmanager.yml',
    interval: '1m',
    quiet: `${BEFORE - 15}m`,
    start: START,
    scenes: scenes.map(({ name, besides = [], change, arising = {}, logAlerts = [] }) => ({
      name,
      for: `${BEFORE + minutes}m`,
      input_series: [
        ...[...healthy, ...besides].map((one) => {
          const changed = change(one);
          const until = changed === undefined ? BEFORE + minutes : BEFORE - 1;
          return { series: selector(one), values: [values(one, until), changed].join(' ').trim() };
        }),
        ...Object.entries(arising).map(([series, samples]) => ({ series, values: `_x${BEFORE} ${samples}` })),
      ],
      alerts: logAlerts.map(({ labels, from, to }) => ({ labels, from: `${BEFORE + from}m`, to: `${BEFORE + to}m` })),
    })),
  };
}
