import type { Variable } from './dashboard-json.ts';
import { DATASOURCE } from './datasource.ts';

/** Options of a label-values variable. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  /**
   * The matcher for "All": queries then use `=~`. Without it, one value is selected; 'listed' matches exactly the values
   * in the list.
   *
   * @default - one value must be selected.
   */
  readonly all?: 'listed' | '.+' | '.*';
}

const ALPHABETICAL = 1;
const ON_TIME_RANGE_CHANGE = 2;

/** Values of a label of metrics: `from` is a selector, such as `up{namespace="$namespace"}`. */
export function metricLabel(choice: Choice, label: string, from: string): Variable {
  const query = `label_values(${from}, ${label})`;
  return {
    ...labelValues(choice),
    datasource: { type: 'prometheus', uid: DATASOURCE.prometheus },
    definition: query,
    query: { qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' },
  };
}

/** Values of a label of a query's result, where no single metric has them. */
export function resultLabel(choice: Choice, label: string, expr: string): Variable {
  const query = `query_result(${expr})`;
  return {
    ...labelValues(choice),
    datasource: { type: 'prometheus', uid: DATASOURCE.prometheus },
    definition: query,
    query: { qryType: 3, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' },
    regex: `/${label}="([^"]+)"/`,
  };
}

/** Values of a label of log streams: `from` is a selector, such as `{namespace="$namespace"}`. */
export function logLabel(choice: Choice, label: string, from: string): Variable {
  return {
    ...labelValues(choice),
    datasource: { type: 'loki', uid: DATASOURCE.loki },
    definition: `label_values(${from}, ${label})`,
    query: { type: 1, label, stream: from, refId: 'LokiVariableQueryEditor-VariableQuery' },
  };
}

/** A multi-select of fixed values; initially all of them. */
export function oneOf({ name, label, all }: Required<Choice>, values: readonly string[]): Variable {
  return {
    type: 'custom',
    name,
    label,
    query: values.join(','),
    multi: true,
    includeAll: true,
    ...(all !== 'listed' && { allValue: all }),
    current: { text: ['All'], value: ['$__all'] },
  };
}

/** A text box; initially empty. */
export function textBox(name: string, label: string): Variable {
  return { type: 'textbox', name, label, query: '', current: { text: '', value: '' } };
}

function labelValues({ name, label, all }: Choice): Variable {
  return {
    type: 'query',
    name,
    label,
    refresh: ON_TIME_RANGE_CHANGE,
    sort: ALPHABETICAL,
    multi: all !== undefined,
    includeAll: all !== undefined,
    ...(all !== undefined && { current: { text: ['All'], value: ['$__all'] } }),
    ...(all !== undefined && all !== 'listed' && { allValue: all }),
  };
}
