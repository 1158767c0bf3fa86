import type * as barGaugePanel from '@grafana/grafana-foundation-sdk/bargauge';
import type { GraphFieldConfig, ReduceDataOptions } from '@grafana/grafana-foundation-sdk/common';
import type * as logsPanel from '@grafana/grafana-foundation-sdk/logs';
import type * as statPanel from '@grafana/grafana-foundation-sdk/stat';
import type * as tablePanel from '@grafana/grafana-foundation-sdk/table';
import type * as timeSeriesPanel from '@grafana/grafana-foundation-sdk/timeseries';
import type { Panel, PanelSize } from './dashboard.ts';
import type { DataLink, PanelJson, Plain } from './dashboard-json.ts';
import { fields, instant, range, refId, type Signal, source } from './dashboard-signal.ts';

type Targets = PanelJson['targets'];
type FieldConfig = PanelJson['fieldConfig'];
type Options<T> = Plain<T>;
type Links = readonly DataLink[];

const LAST: Options<ReduceDataOptions> = { calcs: ['lastNotNull'], fields: '', values: false };

/**
 * A time series. `shape: 'bars'` stacks bars: for counts per interval.
 *
 * @param size in columns, of which a dashboard has 24, and units of 30 pixels.
 */
export function timeSeries(
  signal: Signal,
  { width, height = 8, shape = 'lines' }: { width: number; height?: number; shape?: 'lines' | 'bars' },
): Panel {
  const bars = shape === 'bars';
  const custom: Options<GraphFieldConfig> = {
    drawStyle: bars ? 'bars' : 'line',
    lineWidth: 1,
    fillOpacity: bars ? 80 : 10,
    showPoints: 'auto',
    stacking: { mode: bars ? 'normal' : 'none', group: 'A' },
    thresholdsStyle: { mode: signal.thresholds ? 'dashed' : 'off' },
    ...(signal.belowZero && { axisSoftMin: 0 }),
  };
  const options: Options<timeSeriesPanel.Options> = {
    legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  };
  return panel('timeseries', signal, { width, height }, options, range(signal), {
    ...fields(signal, { mode: 'palette-classic' }),
    custom,
    ...(!signal.belowZero && { min: 0 }),
  });
}

/**
 * One number, the latest.
 *
 * @param size in columns, of which a dashboard has 24, and units of 30 pixels.
 */
export function stat(signal: Signal, { width, height = 4 }: { width: number; height?: number }): Panel {
  const options: Options<statPanel.Options> = {
    colorMode: signal.thresholds ? 'value' : 'none',
    graphMode: 'none',
    justifyMode: 'auto',
    textMode: 'auto',
    orientation: 'auto',
    wideLayout: true,
    showPercentChange: false,
    percentChangeColorMode: 'standard',
    reduceOptions: LAST,
  };
  return panel('stat', signal, { width, height }, options, instant(signal), fields(signal, { mode: 'thresholds' }));
}

/**
 * One bar for each series, the latest value.
 *
 * @param size in columns, of which a dashboard has 24, and units of 30 pixels.
 */
export function barGauge(signal: Signal, { width, height = 8 }: { width: number; height?: number }): Panel {
  const options: Options<barGaugePanel.Options> = {
    displayMode: 'basic',
    valueMode: 'color',
    namePlacement: 'auto',
    showUnfilled: true,
    sizing: 'auto',
    orientation: 'horizontal',
    minVizWidth: 8,
    minVizHeight: 16,
    maxVizHeight: 300,
    legend: { showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] },
    reduceOptions: LAST,
  };
  return panel('bargauge', signal, { width, height }, options, instant(signal), {
    ...fields(signal, { mode: 'thresholds' }),
    min: 0,
  });
}

/**
 * A table: one row for each value of the label `by`, one column for each query.
 *
 * @param size in columns, of which a dashboard has 24, and units of 30 pixels.
 */
export function table(
  signal: Signal,
  { by, width, height = 8 }: { by: string; width: number; height?: number },
): Panel {
  const options: Options<tablePanel.Options> = { frameIndex: 0, showHeader: true, sortBy: [{ displayName: by }] };
  const { queries } = signal;
  const columns = Object.fromEntries(queries.map(({ legend }, index) => [`Value #${refId(index)}`, legend]));
  columns.Value = queries[0].legend; // Grafana's name of the column when there is one query
  const units = queries.filter(({ unit }) => unit !== undefined);
  return {
    ...panel(
      'table',
      signal,
      { width, height },
      options,
      instant(signal).map((target) => ({ ...target, format: 'table' as const })),
      fields(signal, { mode: 'thresholds' }),
      units.map(({ legend, unit }) => override(legend, 'unit', unit)),
    ),
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: { excludeByName: { Time: true }, indexByName: {}, renameByName: columns } },
    ],
  };
}

/** Log lines, the newest first. `links` are at the title: links of a line belong to the data source. */
export function logs(
  { title, description, expr, links }: Pick<Signal, 'title' | 'description'> & { expr: string; links: Links },
  { width, height = 14 }: { width: number; height?: number },
): Panel {
  const options: Options<logsPanel.Options> = {
    showLabels: false,
    showCommonLabels: false,
    showTime: true,
    showLogContextToggle: true,
    wrapLogMessage: true,
    prettifyLogMessage: false,
    enableLogDetails: true,
    sortOrder: 'Descending',
    dedupStrategy: 'none',
  };
  const signal: Signal = { title, description, unit: '', datasource: 'loki', queries: [{ expr, legend: '' }] };
  const targets: Targets = [{ refId: 'A', datasource: source(signal), expr, queryType: 'range', maxLines: 500 }];
  return { ...panel('logs', signal, { width, height }, options, targets, {}), links: links.map(panelLink) };
}

function panel(
  type: string,
  signal: Signal,
  size: Required<PanelSize>,
  options: unknown,
  targets: Targets,
  defaults: FieldConfig['defaults'],
  overrides: FieldConfig['overrides'] = [],
): Panel {
  const colors = Object.entries(signal.colors ?? {}).map(([name, fixedColor]) =>
    override(name, 'color', { mode: 'fixed', fixedColor }),
  );
  return {
    type,
    title: signal.title,
    description: signal.description,
    datasource: source(signal),
    targets,
    fieldConfig: { defaults, overrides: [...overrides, ...colors, ...withoutLabels(signal)] },
    options,
    ...size,
  };
}

/** Lines without a pod, such as a limit: a link with a label would lead nowhere. */
function withoutLabels({ queries, links = [] }: Signal): FieldConfig['overrides'] {
  const left = links.filter(({ url }) => !url.includes('__field.labels.'));
  if (left.length === links.length) return [];
  return queries.filter(({ legend }) => !legend.includes('{{')).map(({ legend }) => override(legend, 'links', left));
}

function panelLink({ title, url }: DataLink): NonNullable<PanelJson['links']>[number] {
  return {
    ...{ type: 'link', title, url, icon: 'external link', tooltip: '', tags: [] },
    ...{ asDropdown: false, targetBlank: false, includeVars: false, keepTime: false },
  };
}

function override(name: string, id: string, value: unknown): FieldConfig['overrides'][number] {
  return { matcher: { id: 'byName', options: name }, properties: [{ id, value }] };
}
