import type { QueryRecord } from '../../query/query.ts';
import type { Dashboard } from './dashboard.ts';
import type { PanelJson, Variable } from './dashboard-json.ts';

/** Data source of Grafana's expressions over other queries. */
const EXPRESSION = '__expr__';

/** All queries of a dashboard: panels, variables and annotations. */
export function dashboardQueries(path: string, { uid, title, json }: Dashboard): QueryRecord[] {
  const of = (kind: QueryRecord['kind'], asker: string, type: string | undefined, expr: string): QueryRecord => ({
    path,
    kind,
    asker: `${asker} of the dashboard '${title}'`,
    language: type === 'loki' ? 'logql' : 'promql',
    expr,
    within: uid,
  });
  return [
    ...json.panels
      .filter((panel): panel is PanelJson => 'targets' in panel)
      .flatMap(({ title: panel, targets }) =>
        targets
          .filter((target) => target.datasource?.type !== EXPRESSION)
          .map((target) => of('panel', `panel '${panel}'`, target.datasource?.type, exprOf(target))),
      ),
    ...(json.templating?.list ?? []).flatMap((variable) =>
      variableQuery(variable).map((expr) =>
        of('variable', `variable '${variable.name}'`, variable.datasource?.type, expr),
      ),
    ),
    ...(json.annotations?.list ?? []).flatMap((annotation) => {
      const expr = exprOf(annotation);
      return expr ? [of('annotation', `annotation '${annotation.name}'`, annotation.datasource?.type, expr)] : [];
    }),
  ];
}

function exprOf(holder: object): string {
  const expr: unknown = Reflect.get(holder, 'expr');
  return typeof expr === 'string' ? expr : '';
}

/** The selector or query of a variable's label values. */
function variableQuery({ type, query }: Variable): string[] {
  if (type !== 'query' || typeof query !== 'object' || query === null) return [];
  const stream: unknown = Reflect.get(query, 'stream');
  if (typeof stream === 'string') return stream ? [stream] : [];
  const text: unknown = Reflect.get(query, 'query');
  const found = typeof text === 'string' ? /^(?:label_values\((.+), *\w+\)|query_result\((.+)\))$/s.exec(text) : null;
  const expr = found?.[1] ?? found?.[2];
  return expr ? [expr] : [];
}
