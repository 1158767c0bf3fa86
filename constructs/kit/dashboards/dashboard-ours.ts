import { logqlOfOurs, type Ours, promqlOfOurs } from '../../query/ours.ts';
import type { DashboardJson, PanelJson, Variable } from './dashboard-json.ts';

/** The jobs and the applications of the stack. */
interface OurNames {
  readonly jobs: Ours;
  readonly apps: Ours;
  /** Names of series that our jobs tell about others. */
  readonly aboutOthers: ReadonlySet<string>;
}

/** A dashboard whose queries take what is ours by its namespaces too: see `promqlOfOurs`. */
export function dashboardOfOurs(json: DashboardJson, ours: OurNames): DashboardJson {
  return {
    ...json,
    panels: json.panels.map((panel) =>
      'targets' in panel ? { ...panel, targets: panel.targets.map((target) => targetOfOurs(target, ours)) } : panel,
    ),
    templating: { ...json.templating, list: (json.templating?.list ?? []).map((one) => variableOfOurs(one, ours)) },
  };
}

function targetOfOurs(target: PanelJson['targets'][number], ours: OurNames): PanelJson['targets'][number] {
  if (!('expr' in target) || typeof target.expr !== 'string') return target;
  const { expr } = target;
  return {
    ...target,
    expr:
      target.datasource?.type === 'loki'
        ? logqlOfOurs(expr, ours.apps)
        : promqlOfOurs(expr, ours.jobs, ours.aboutOthers),
  };
}

/** Values of a label: `label_values(up{job="alloy"}, pod)`. */
function variableOfOurs(variable: Variable, { jobs, aboutOthers }: OurNames): Variable {
  const { query } = variable;
  if (typeof query !== 'object' || query === null || !('query' in query) || typeof query.query !== 'string') {
    return variable;
  }
  const [, head, expr, tail] = /^(label_values\(|query_result\()(.+?)((?:, *\w+)?\))$/s.exec(query.query) ?? [];
  if (head === undefined || expr === undefined) return variable;
  const written = `${head}${promqlOfOurs(expr, jobs, aboutOthers)}${tail}`;
  return { ...variable, definition: written, query: { ...query, query: written } };
}
