import { type Exposing, isExposed, type MetricNeeds } from '../metric-needs.ts';
import type { DashboardJson, PanelJson, RowJson, Variable } from './dashboard-json.ts';
import { DATASOURCE } from './datasource.ts';

/** A dashboard and the two things that others refer to. */
export interface Dashboard {
  /** Part of its address, `/d/<uid>`. It never changes: links and bookmarks point to it. */
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

/** What a panel is, before it has a place. */
export type Panel = Omit<PanelJson, 'id' | 'gridPos'> & PanelSize;

/** The space that a panel takes on Grafana's grid. */
export interface PanelSize {
  /** In columns: a dashboard has 24. */
  readonly width: number;
  /** In units of 30 pixels. */
  readonly height: number;
}

/** Panels under one heading. */
export interface Row {
  /** The heading. */
  readonly title: string;
  /** From left to right. */
  readonly panels: readonly Panel[];
}

/** What a dashboard shows. */
export interface DashboardProps {
  /** Never changes, and is unique: it is part of the address. */
  readonly uid: string;
  /** Unique in Grafana's folder. */
  readonly title: string;
  /** Which questions it answers. */
  readonly description: string;
  /** Dashboards with the same first tag link to each other. */
  readonly tags: readonly [string, ...string[]];
  /** Grafana's variables: choices at the top. @default - none. */
  readonly variables?: readonly Variable[];
  /** From top to bottom. */
  readonly rows: readonly Row[];
}

const COLUMNS = 24;

/** The model of Grafana 12: it migrates what is older, at every load. */
const SCHEMA_VERSION = 42;

const SHARED_CROSSHAIR = 1;

/** Panels under a heading, from left to right. Those that do not fit any more begin a new line. */
export function row(title: string, panels: readonly Panel[]): Row {
  return { title, panels };
}

/**
 * A dashboard. Those with the same first tag link to each other and keep the time range.
 *
 * @param props what it shows.
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
 * A dashboard as it is with some jobs. Where none is known, they are those of others, and may expose everything.
 *
 * @param optional jobs that may be missing: what queries them is left out then.
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
 * Leaves out what asks these jobs: a choice, a query, a panel with no query left, a row with no panel left. Grafana
 * closes the gaps.
 */
function withoutJobs(missing: readonly string[], json: DashboardJson): DashboardJson {
  const choices = json.templating?.list ?? [];
  const asks = (one: object) => missing.some((job) => contains(one, `job="${job}"`));
  const gone = choices.filter(asks);
  const isLost = (target: object) => asks(target) || gone.some(({ name }) => contains(target, `$${name}`));
  const panels = json.panels.flatMap((panel) => {
    if (!('targets' in panel) || !panel.targets.some(isLost)) return [panel];
    const targets = panel.targets.filter((target) => !isLost(target));
    return targets.length > 0 ? [{ ...panel, targets, fieldConfig: withoutLinks(panel, targets) }] : [];
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

/** Links by labels go with the last query that returns labels. */
function withoutLinks({ fieldConfig }: PanelJson, targets: PanelJson['targets']): PanelJson['fieldConfig'] {
  const { links } = fieldConfig.defaults;
  if (!links || targets.some((target) => contains(target, '{{'))) return fieldConfig;
  const left = links.filter(({ url }) => !url.includes('__field.labels.'));
  return { ...fieldConfig, defaults: { ...fieldConfig.defaults, links: left } };
}

/** Whether one of its strings contains a text. */
function contains(json: object, text: string): boolean {
  return JSON.stringify(json).includes(JSON.stringify(text).slice(1, -1));
}

/** What happened, drawn over every panel: alerts that fire, and workloads that were changed. */
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
      // One alert always fires, to show that alerts arrive: it would cover everything.
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

/** From the title, not counted: links to a panel hold when another one is added. FNV-1a, of 31 bits. */
function stableId(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 1;
}
