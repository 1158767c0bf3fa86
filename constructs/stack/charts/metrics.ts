import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  KubeStateMetrics,
  type KubeStateMetricsProps,
} from '../../components/kube-state-metrics/kube-state-metrics.ts';
import { metrics as objectMetrics } from '../../components/kube-state-metrics/metrics/kube-state-metrics.ts';
import { NodeExporter, type NodeExporterProps } from '../../components/node-exporter/node-exporter.ts';
import { Prometheus } from '../../components/prometheus/prometheus.ts';
import type { PrometheusProps } from '../../components/prometheus/props.ts';
import { apiserver, CLUSTER_JOBS, cadvisor, coredns, kubelet } from '../../content/kubernetes/jobs.ts';
import { seriesOf } from '../../kit/catalogue.ts';
import { addProblems } from '../../kit/check.ts';
import { dashboardQueries } from '../../kit/dashboards/dashboard-queries.ts';
import { oneOf, type Shape } from '../../kit/read.ts';
import { type AlertChoice, alertChoice, choiceProblems, chosenRules } from '../../kit/rules/rule-choice.ts';
import { type RuleGroup, ruleQueries } from '../../kit/rules/rule-group.ts';
import { RULE_GROUPS } from '../../kit/rules/rule-problems.ts';
import { exposedOf, type ScrapeJob } from '../../kit/scrape/job.ts';
import { settingsOf } from '../../kit/settings.ts';
import { shown } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { nearest } from '../../query/nearest.ts';
import { askedByHand } from '../asked-by-hand.ts';
import { CONTENT, dashboards, dashboardsOnDemand, type MetricAlert, metricRules, rulesOnDemand } from '../content.ts';

/** Properties for `MetricsChart`. */
export interface MetricsChartProps extends Omit<PrometheusProps, 'chooseAdded'> {
  /** Namespace for pods that need access to the node. */
  readonly nodeNamespace: string;

  /**
   * Disables and overrides built-in alerts over metrics, including those of the SLOs of applications.
   *
   * @default - all alerts, unchanged.
   */
  readonly alerts?: AlertChoice<MetricAlert>;

  /**
   * Your own alerts and recording rules, in addition to the built-in ones.
   *
   * @default - none.
   */
  readonly moreRules?: readonly RuleGroup[];

  /**
   * Settings of node-exporter, such as its `port`.
   *
   * @default - its own defaults.
   */
  readonly nodeExporter?: Omit<NodeExporterProps, 'installation' | 'namespace'>;

  /**
   * Settings of kube-state-metrics.
   *
   * @default - its own defaults.
   */
  readonly kubeStateMetrics?: Omit<KubeStateMetricsProps, 'installation' | 'namespace' | 'series' | 'alsoKeep'>;

  /**
   * Which series are stored of the jobs about the cluster itself (kubelet, cAdvisor, kube-state-metrics, node-exporter, API
   * server, DNS): all, or only those that some rule, dashboard or documentation page reads.
   *
   * @default 'used'
   */
  readonly series?: 'used' | 'all';

  /**
   * Jobs about the cluster that it lacks, or whose targets can't be scraped. Alerts, recording rules and panels that query
   * them are left out too.
   *
   * @default - none: all jobs are scraped.
   */
  readonly without?: readonly (typeof CLUSTER_JOBS)[number][];

  /**
   * Names of additional series of these jobs that are stored although nothing reads them, such as for ad-hoc queries.
   * Those that runbooks and how-to pages query are always stored.
   *
   * @default - none.
   */
  readonly alsoKeep?: readonly string[];
}

/** Prometheus, kube-state-metrics, node-exporter and the scrape jobs about the cluster itself. */
export class MetricsChart extends Chart {
  /** Add further scrape jobs and rules to it. */
  readonly prometheus: Prometheus;

  constructor(scope: Construct, id: string, props: MetricsChartProps) {
    super(scope, id);
    Wiring.of(this).addContent(CONTENT);
    const settings = settingsOf(this, props, {
      ...{ defaults, shape: SHAPE },
      problems: ({ rules, alerts, without }) => [
        ...choiceProblems([...rules, ...rulesOnDemand], alerts),
        ...withoutProblems(without),
      ],
    });
    const { nodeNamespace, series, without, alsoKeep, alerts, moreRules, rules, ...own } = settings;
    const { installation, namespace } = own;
    // Series that dashboards or your own rules read are recorded with or without an alert.
    const others = () => [
      ...ruleQueries('', 'promql', moreRules),
      ...[...dashboards, ...dashboardsOnDemand].flatMap((dashboard) => dashboardQueries('', dashboard)),
    ];
    const byHand = [...askedByHand, ...alsoKeep];
    const kubeStateMetrics = new KubeStateMetrics(this, 'kube-state-metrics', {
      ...{ installation, namespace, series },
      alsoKeep: exposedOf(byHand, { exposes: objectMetrics }),
      ...settings.kubeStateMetrics,
    });
    const isThere = (job: string) => !without.some((name) => name === job);
    const nodeExporter = isThere('node-exporter')
      ? new NodeExporter(this, 'node-exporter', {
          ...{ installation, namespace: nodeNamespace },
          ...settings.nodeExporter,
        })
      : undefined;
    this.prometheus = new Prometheus(this, 'prometheus', {
      ...own,
      rules: [...chosenRules(rules, alerts, others), ...moreRules],
      chooseAdded: (groups) => chosenRules(groups, alerts, others),
    });
    const aboutNodes = [
      ...(nodeExporter ? [nodeExporter.metrics] : []),
      ...[kubelet, cadvisor, coredns(installation), apiserver(installation)].filter(({ job }) => isThere(job)),
    ];
    this.prometheus.addScrape(kubeStateMetrics.metrics, kubeStateMetrics.telemetry);
    this.prometheus.addScrape(...aboutNodes.map((job) => ({ ...job, series, alsoKeep: exposedOf(byHand, job) })));
    addProblems(this, () => alsoKeepProblems(alsoKeep, [kubeStateMetrics.metrics, ...aboutNodes]));
  }
}

const defaults = () => ({
  series: 'used' as const,
  without: [],
  alsoKeep: [],
  alerts: {},
  moreRules: [],
  rules: metricRules,
  nodeExporter: {},
  kubeStateMetrics: {},
});

const SHAPE: Shape<MetricsChartProps> = {
  series: oneOf('used', 'all'),
  alerts: alertChoice<MetricAlert>(),
  moreRules: RULE_GROUPS,
  rules: RULE_GROUPS,
};

function withoutProblems(without: readonly string[]): string[] {
  return without
    .filter((name) => !CLUSTER_JOBS.some((job) => job === name))
    .map((name) => {
      const meant = nearest(name, CLUSTER_JOBS);
      const remedy = meant ? `did you mean "${meant}"?` : 'take it out';
      return `'without' (${shown(name)}) must name jobs about the cluster: ${CLUSTER_JOBS.join(', ')}; ${remedy}`;
    });
}

function alsoKeepProblems(alsoKeep: readonly string[], jobs: readonly ScrapeJob[]): string[] {
  return alsoKeep
    .filter((name) => jobs.every((job) => exposedOf([name], job).length === 0))
    .map((name) => {
      const meant = nearest(name, new Set(jobs.flatMap(({ exposes = {} }) => [...seriesOf(exposes).keys()])));
      const remedy = meant ? `did you mean "${meant}"?` : 'take it out';
      return `'alsoKeep' (${shown(name)}) must name series of the jobs about the cluster: ${jobs.map(({ job }) => job).join(', ')}; ${remedy}`;
    });
}
