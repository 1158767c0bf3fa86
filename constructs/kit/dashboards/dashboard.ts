import type * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type * as loki from '@grafana/grafana-foundation-sdk/loki';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import { type Exposing, isExposed, type MetricNeeds } from '../metric-needs.ts';
import { DATASOURCE } from './datasource.ts';

/**
 * Grafana's own type as plain JSON: enums as their values, builder-only members removed. The package itself is not a runtime
 * dependency.
 */
export type Plain<T> = 0 extends 1 & T
  ? unknown
  : T extends string
    ? `${T}`
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { readonly [Key in keyof T as Key extends '_implementsDataqueryVariant' ? never : Key]: Plain<T[Key]> }
        : T;

/** A data link; Grafana interpolates `${__field.labels.pod}` and the like. */
export interface DataLink {
  /** Its text in the menu. */
  readonly title: string;
  /** Relative to Grafana, such as `/d/pods?var-pod=${__field.labels.pod}`, or absolute. */
  readonly url: string;
}

type FieldConfig = Omit<Plain<grafana.FieldConfig>, 'links'> & { readonly links?: readonly DataLink[] };

/** A panel, as Grafana reads it. */
export type PanelJson = Omit<Plain<grafana.Panel>, 'fieldConfig' | 'targets'> & {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Plain<grafana.GridPos>;
  readonly targets: readonly (Plain<prometheus.Dataquery> | Plain<loki.dataquery>)[];
  readonly fieldConfig: Omit<Plain<grafana.FieldConfigSource>, 'defaults'> & { readonly defaults: FieldConfig };
};

/** A row, as Grafana reads it. */
export type RowJson = Omit<Plain<grafana.RowPanel>, 'title' | 'gridPos'> & {
  readonly title: string;
  readonly gridPos: Plain<grafana.GridPos>;
};

/** A dashboard, as Grafana reads it. */
export type DashboardJson = Omit<Plain<grafana.Dashboard>, 'panels' | 'annotations'> & {
  readonly panels: readonly (PanelJson | RowJson)[];
  readonly annotations: { readonly list: readonly Annotation[] };
};

/** Annotations; those from Prometheus also have a query. */
export type Annotation = Plain<grafana.AnnotationQuery> & { readonly expr?: string; readonly step?: string };

/** A variable, as Grafana reads it. */
export type Variable = Plain<grafana.VariableModel>;

/** A dashboard, with its uid and title, which others refer to. */
export interface Dashboard {
  /** Part of its address, `/d/<uid>`. Never change it: links and bookmarks point to it. */
  readonly uid: string;
  /** Unique in Grafana's folder. */
  readonly title: string;
  /** Grafana's own JSON model of a dashboard, of schema version 42. */
  readonly json: DashboardJson;
  /** Its variant for installations where no job exposes some metrics. @default - the same. */
  readonly without?: {
    /** The metrics that `json` needs. */
    readonly metrics: MetricNeeds;
    /** The model without them. */
    readonly json: DashboardJson;
  };
}

/** A panel before layout. */
export type Panel = Omit<PanelJson, 'id' | 'gridPos'> & PanelSize;

/** Size of a panel on Grafana's grid. */
export interface PanelSize {
  /** In columns: a dashboard has 24. */
  readonly width: number;
  /** In units of 30 pixels. */
  readonly height: number;
}

/** A row of panels. */
export interface Row {
  /** Its heading. */
  readonly title: string;
  /** From left to right. */
  readonly panels: readonly Panel[];
}

/** Options of a dashboard. */
export interface DashboardProps {
  /** Unique and permanent: part of the address. */
  readonly uid: string;
  /** Unique in Grafana's folder. */
  readonly title: string;
  /** Which questions it answers. */
  readonly description: string;
  /** Dashboards with the same first tag link to each other. */
  readonly tags: readonly [string, ...string[]];
  /** Grafana's variables, at the top. @default - none. */
  readonly variables?: readonly Variable[];
  /** From top to bottom. */
  readonly rows: readonly Row[];
}

const COLUMNS = 24;

/** Schema version of Grafana 12: older ones are migrated at every load. */
const SCHEMA_VERSION = 42;

const SHARED_CROSSHAIR = 1;

/** Lays out panels below a heading, from left to right. Those that do not fit begin a new line. */
export function row(title: string, panels: readonly Panel[]): Row {
  return { title, panels };
}

/**
 * A dashboard. Those with the same first tag link to each other and keep the time range.
 *
 * @param props its content.
 */
export function dashboard({ uid, title, description, tags, variables = [], rows }: DashboardProps): Dashboard {
  return {
    uid,
    title,
    json: {
      uid,
      title,
      description,
      tags,
      schemaVersion: SCHEMA_VERSION,
      editable: false,
      graphTooltip: SHARED_CROSSHAIR,
      timezone: '',
      time: { from: 'now-1h', to: 'now' },
      refresh: '1m',
      links: [
        {
          type: 'dashboards',
          title: 'Dashboards',
          tags: [tags[0]],
          icon: 'external link',
          tooltip: '',
          asDropdown: true,
          includeVars: false,
          keepTime: true,
          targetBlank: false,
        },
      ],
      templating: { list: variables },
      annotations: { list: annotations(variables) },
      panels: layOut(rows),
    },
  };
}

/**
 * A dashboard for an installation with some jobs. If none is known, they are foreign and may expose everything.
 *
 * @param optional jobs that may be missing: queries of them are then removed.
 */
export function dashboardFor(
  jobs: readonly ({ readonly job: string } & Exposing)[],
  optional: readonly string[],
  dashboard: Dashboard,
): Dashboard {
  if (jobs.length === 0) return dashboard;
  const { without } = dashboard;
  const json = without && !isExposed(without.metrics, jobs) ? without.json : dashboard.json;
  const missing = optional.filter((name) => jobs.every(({ job }) => job !== name));
  return { ...dashboard, json: missing.length > 0 ? withoutJobs(missing, json) : json };
}

/**
 * Removes the queries of these jobs: variables, targets, panels without targets, rows without panels. Grafana closes the
 * gaps.
 */
function withoutJobs(missing: readonly string[], json: DashboardJson): DashboardJson {
  const choices = json.templating?.list ?? [];
  const asks = (one: object) => missing.some((job) => contains(one, `job="${job}"`));
  const gone = choices.filter(asks);
  const isLost = (target: object) => asks(target) || gone.some(({ name }) => contains(target, `$${name}`));
  const panels = json.panels.flatMap((panel) => {
    if (!('targets' in panel) || !panel.targets.some(isLost)) return [panel];
    const targets = panel.targets.filter((target) => !isLost(target));
    return targets.length > 0 ? [{ ...panel, targets }] : [];
  });
  const isEmptyRow = (index: number) => {
    const [panel, next] = [panels[index], panels[index + 1]];
    return panel?.type === 'row' && (next === undefined || next.type === 'row');
  };
  return {
    ...json,
    templating: { ...json.templating, list: choices.filter((choice) => !gone.includes(choice)) },
    panels: panels.filter((_, index) => !isEmptyRow(index)),
  };
}

/** Whether one of its strings contains a substring. */
function contains(json: object, text: string): boolean {
  return JSON.stringify(json).includes(JSON.stringify(text).slice(1, -1));
}

/** Annotations over every panel: firing alerts, and changed workloads. */
function annotations(variables: readonly Variable[]): DashboardJson['annotations']['list'] {
  const chosen = variables.some(({ name }) => name === 'namespace') ? ', namespace=~"$namespace"' : '';
  const annotation = (name: string, iconColor: string, expr: string, titleFormat: string, textFormat: string) => ({
    name,
    enable: true,
    hide: false,
    iconColor,
    datasource: { type: 'prometheus', uid: DATASOURCE.prometheus },
    expr,
    step: '1m',
    titleFormat,
    textFormat,
  });
  return [
    annotation(
      'Alerts',
      'red',
      // Watchdog always fires: its annotation would cover everything.
      `max by (alertname, severity, namespace) (ALERTS{alertstate="firing", alertname!="Watchdog"${chosen}})`,
      '{{alertname}}',
      '{{severity}} {{namespace}}',
    ),
    annotation(
      'Deployments',
      'blue',
      `max by (namespace, deployment) (changes(kube_deployment_status_observed_generation{job="kube-state-metrics"${chosen}}[$__rate_interval])) > 0`,
      'Deployment changed',
      '{{namespace}} {{deployment}}',
    ),
  ];
}

function layOut(rows: readonly Row[]): (PanelJson | RowJson)[] {
  let top = 0;
  return rows.flatMap(({ title, panels }) => {
    const heading: RowJson = {
      type: 'row',
      id: stableId(title),
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y: top, w: COLUMNS, h: 1 },
    };
    const below = place(title, panels, top + 1);
    top = below.bottom;
    return [heading, ...below.panels];
  });
}

function place(title: string, panels: readonly Panel[], top: number): { panels: PanelJson[]; bottom: number } {
  let [x, y, bottom] = [0, top, top];
  const placed = panels.map(({ width, height, ...panel }): PanelJson => {
    if (x + width > COLUMNS) [x, y] = [0, bottom];
    const gridPos = { x, y, w: width, h: height };
    x += width;
    bottom = Math.max(bottom, y + height);
    return { id: stableId(`${title}/${panel.title}`), gridPos, ...panel };
  });
  return { panels: placed, bottom };
}

/** Panel ids are hashes of the title, not numbers in sequence: links survive added panels. FNV-1a, 31 bits. */
function stableId(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 1;
}
