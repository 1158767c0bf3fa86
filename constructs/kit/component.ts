import type { Construct } from 'constructs';
import type { Catalogue } from './catalogue.ts';
import type { Dashboard } from './dashboards/dashboard.ts';
import type { Installation } from './installation.ts';
import type { Inhibition } from './rules/inhibition.ts';
import type { RuleGroup } from './rules/rule-group.ts';
import type { ScrapeJob } from './scrape/job.ts';

/** The content of one topic, such as nodes or volumes, as data. */
export interface Content {
  /** In kebab-case: the name of its folder. */
  readonly name: string;

  /**
   * Scrape jobs, and the metrics that each exposes. The names of the jobs are reserved: applications can't use them.
   *
   * @default - none.
   */
  readonly jobs?: Readonly<Record<string, Catalogue>>;

  /**
   * Alerts and recording rules over metrics.
   *
   * @default - none.
   */
  readonly rules?: readonly RuleGroup[];

  /**
   * Alerts over logs, in LogQL.
   *
   * @default - none.
   */
  readonly logRules?: readonly RuleGroup[];

  /**
   * Inhibitions between alerts.
   *
   * @default - none.
   */
  readonly inhibitions?: readonly Inhibition[];

  /**
   * Dashboards.
   *
   * @default - none.
   */
  readonly dashboards?: readonly Dashboard[];

  /**
   * Rule groups and dashboards that are added only on demand, such as by an application with an SLO.
   *
   * @default - none.
   */
  readonly onDemand?: {
    /** For `Prometheus.addRules()`. */
    readonly rules: readonly RuleGroup[];
    /** For `Grafana.addDashboards()`. */
    readonly dashboards: readonly Dashboard[];
  };
}

/** One program of a stack. Its folder exports a value of this type, and a construct that runs it. */
export interface Component extends Content {
  /**
   * The image that it is tested with, pinned.
   *
   * @default - no image of its own, such as an application.
   */
  readonly image?: string;

  /**
   * Whether it runs in the pods of other components and has none of its own.
   *
   * @default false
   */
  readonly beside?: boolean;

  /**
   * The job whose targets are its own pods.
   *
   * @default - `name`.
   */
  readonly job?: string;
}

/** A component that an installation adds to those of the stack: `ComponentsChart` creates and connects it. */
export interface AddedComponent extends Omit<Component, 'logRules'> {
  /**
   * Creates its constructs, such as a `Workload`.
   *
   * @returns the jobs by which Prometheus scrapes it: none, one or several.
   */
  readonly create: (
    scope: Construct,
    settings: { readonly installation: Installation; readonly namespace: string },
  ) => ScrapeJob | readonly ScrapeJob[];
}
