import { kubernetes } from '../content/kubernetes/index.ts';
import type { LogAlert } from '../content/logs/alerts.ts';
import { logs } from '../content/logs/index.ts';
import { nodes } from '../content/nodes/index.ts';
import { targets } from '../content/targets/index.ts';
import { volumes } from '../content/volumes/index.ts';
import { workloads } from '../content/workloads/index.ts';
import type { Catalogue } from '../kit/catalogue.ts';
import type { Content } from '../kit/component.ts';
import type { Dashboard } from '../kit/dashboards/dashboard.ts';
import type { Inhibition } from '../kit/rules/inhibition.ts';
import type { AlertsOf } from '../kit/rules/rule-choice.ts';
import type { RuleGroup } from '../kit/rules/rule-group.ts';
import { COMPONENTS, PROGRAMS, type StackComponent } from './components.ts';
import { home } from './dashboards/home.ts';
import { monitoringCost } from './dashboards/monitoring-cost.ts';
import { stack } from './dashboards/stack.ts';

const OWN_APPS = PROGRAMS.map(({ name }) => name);

const TOPICS = [targets, workloads, nodes, volumes, kubernetes, logs(OWN_APPS)] as const satisfies readonly Content[];

/** All content of the stack, by component and by topic. */
export const CONTENT: readonly Content[] = [...TOPICS, ...COMPONENTS];

type Rules<One> = One extends { readonly rules: readonly (infer Group extends RuleGroup)[] } ? Group : never;

type OnDemand<One> = One extends { readonly onDemand: infer Added } ? Added : never;

/** The alerts over metrics, with their names and thresholds. Those over SLOs exist only if an application declares one. */
export type MetricAlert = AlertsOf<Rules<(typeof TOPICS)[number] | StackComponent | OnDemand<StackComponent>>>;

export type { LogAlert };

/** Alerts and recording rules over metrics, by topic. */
export const metricRules: readonly RuleGroup[] = CONTENT.flatMap(({ rules = [] }) => rules);

/** Alerts over logs, in LogQL: for the ruler of Loki. */
export const logRules: readonly RuleGroup[] = CONTENT.flatMap(({ logRules = [] }) => logRules);

/** Inhibitions: the alert about a cause mutes those about its effects. */
export const inhibitions: readonly Inhibition[] = CONTENT.flatMap(({ inhibitions = [] }) => inhibitions);

/** The dashboards of the default stack. */
export const dashboards: readonly Dashboard[] = [
  home,
  stack,
  monitoringCost,
  ...CONTENT.flatMap(({ dashboards = [] }) => dashboards),
];

/** Rule groups that are added on demand. */
export const rulesOnDemand: readonly RuleGroup[] = CONTENT.flatMap(({ onDemand }) => onDemand?.rules ?? []);

/** Dashboards that are added on demand. */
export const dashboardsOnDemand: readonly Dashboard[] = CONTENT.flatMap(({ onDemand }) => onDemand?.dashboards ?? []);

/** The metrics that each scrape job of the stack exposes, by job. */
export const CATALOGUE: Readonly<Record<string, Catalogue>> = Object.assign({}, ...CONTENT.map(({ jobs }) => jobs));
