import type { Model } from '../../kit/model.ts';
import type { QueryRecord } from '../../query/query.ts';
import type { Draft } from '../check.ts';

/** Adds queries to a copy of a model, so that an example works whatever the model contains. */
export function asks(...queries: readonly Partial<QueryRecord>[]): (model: Draft<Model>) => void {
  return (model) => {
    model.queries.push(
      ...queries.map(
        (query): QueryRecord => ({
          path: '40-dashboards/grafana',
          asker: "panel 'Example'",
          kind: 'panel',
          language: 'promql',
          expr: '',
          within: 'example',
          ...query,
        }),
      ),
    );
  };
}
