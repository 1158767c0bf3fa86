import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Alertmanager } from '../../components/alertmanager/alertmanager.ts';
import type { Grafana } from '../../components/grafana/grafana.ts';
import type { Prometheus } from '../../components/prometheus/prometheus.ts';
import { addProblems } from '../../kit/check.ts';
import { childId } from '../../kit/child-id.ts';
import type { AddedComponent } from '../../kit/component.ts';
import type { Installation } from '../../kit/installation.ts';
import { like } from '../../kit/read.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { settingsOf } from '../../kit/settings.ts';
import { dnsLabel, repeated } from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { CONTENT } from '../content.ts';

/** Properties for `ComponentsChart`. */
export interface ComponentsChartProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all objects. */
  readonly namespace: string;

  /** The components to create. */
  readonly components: readonly AddedComponent[];

  /** Scrapes the components and evaluates their rules. */
  readonly prometheus: Prometheus;

  /**
   * Shows their dashboards.
   *
   * @default - not shown.
   */
  readonly grafana?: Grafana;

  /**
   * Applies their inhibitions.
   *
   * @default - not applied.
   */
  readonly alertmanager?: Alertmanager;
}

/** Your own components, each connected to the stack. */
export class ComponentsChart extends Chart {
  constructor(scope: Construct, id: string, props: ComponentsChartProps) {
    super(scope, id);
    const settings = settingsOf(this, props, {
      defaults: () => ({}),
      shape: { components: like<readonly AddedComponent[]>([]) },
    });
    const { installation, namespace, components, prometheus, grafana, alertmanager } = settings;
    addProblems(this, () => nameProblems(components));
    Wiring.of(this).addContent([...CONTENT, ...components]);
    for (const { name, create, jobs = {}, rules = [], inhibitions = [], dashboards = [] } of components) {
      const created = [create(new Construct(this, childId(this, name)), { installation, namespace })].flat();
      addProblems(this, () => jobProblems(name, Object.keys(jobs), created));
      prometheus.addScrape(...created);
      prometheus.addRules(...rules);
      grafana?.addDashboards(...dashboards);
      alertmanager?.addInhibitions(...inhibitions);
    }
  }
}

function nameProblems(components: readonly AddedComponent[]): string[] {
  const names = components.map(({ name }) => name);
  const taken = CONTENT.map(({ name }) => name);
  return [
    ...names.flatMap((name) => dnsLabel('name', name)),
    ...repeated(names).map((name) => `'components' has more than one named "${name}"; list each once`),
    ...names
      .filter((name) => taken.includes(name))
      .map((name) => `'name' (${shown(name)}) is the name of a part of the stack; for example "own-${name}"`),
  ];
}

/** Its rules and dashboards query the jobs that it declares. */
function jobProblems(name: string, declared: readonly string[], created: readonly (ScrapeJob | undefined)[]): string[] {
  const returned = created.map((one) => one?.job);
  return declared
    .filter((job) => !returned.includes(job))
    .map(
      (job) =>
        `component "${name}": 'create' must return the job "${job}", which 'jobs' declares; return it, or remove it`,
    );
}
