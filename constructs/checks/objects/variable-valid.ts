import { nearest } from '../../query/nearest.ts';
import { variableNames, variablesIn } from '../../query/query-variables.ts';
import type { Check, Contradiction } from '../check.ts';
import { resultLabels } from '../known-series.ts';
import { placeOf } from '../queries/place.ts';
import type { Stack } from '../stack.ts';
import { dashboardsOf, panelsOf, stringOf } from './dashboards.ts';

/** Functions of a variable's query: what they list, and of what. */
const LABEL_VALUES = /^label_values\((?<expr>.+), *(?<label>\w+)\)$/s;

/** A variable without values, or used where several values do not fit. */
export const variableValid: Check = {
  id: 'variable-valid',
  title:
    "Every variable lists a label that its query has, panels are repeated by variables, and '=' compares with one value.",
  because: "The list stays empty, or a panel shows nothing as soon as 'All' or a second value is chosen.",
  example: {
    change: "a panel of the dashboard 'Application' is repeated by 'nodes'",
    plant: (model) => {
      const application = dashboardsOf(model).find(({ content }) => content.uid === 'application');
      const [panel] = panelsOf(application?.content);
      if (panel) Object.assign(panel, { repeat: 'nodes' });
    },
  },
  find: (stack) => [...withoutValues(stack), ...repeated(stack), ...compared(stack)],
};

function withoutValues({ promql, series, files }: Stack): Contradiction[] {
  return dashboardsOf({ files }).flatMap(({ path, content }) =>
    content.templating.list.flatMap((variable) => {
      const { query } = variable as { readonly query?: unknown };
      const { expr, label } = LABEL_VALUES.exec(stringOf(Object(query).query ?? query))?.groups ?? {};
      const asked = promql.find(({ record }) => record.kind === 'variable' && record.expr === expr)?.expr;
      if (label === undefined || !asked) return [];
      const labels = resultLabels(series, asked);
      if (labels === 'unknown' || labels.has(label) || variablesIn(label).length > 0) return [];
      const meant = nearest(label, labels);
      return [
        {
          path,
          at: `variable '${variable.name}' of the dashboard '${content.title}'`,
          value: label,
          why: `${expr} has no such label`,
          remedy: meant ? `did you mean ${meant}?` : `it has ${[...labels].sort().join(', ')}`,
        },
      ];
    }),
  );
}

function repeated(stack: Stack): Contradiction[] {
  return dashboardsOf(stack).flatMap(({ path, content }) => {
    const names = content.templating.list.map(({ name }) => name);
    return panelsOf(content).flatMap(({ title, repeat }) => {
      const name = stringOf(repeat);
      if (name === '' || names.includes(name)) return [];
      const meant = nearest(name, names);
      return [
        {
          path,
          at: `panel '${stringOf(title)}' of the dashboard '${content.title}'`,
          value: `repeat ${name}`,
          why: 'the dashboard has no variable of this name',
          remedy: meant ? `did you mean ${meant}?` : `its variables are ${names.join(', ') || 'none'}`,
        },
      ];
    });
  });
}

/** Several values are a regular expression: `a|b`. */
function compared(stack: Stack): Contradiction[] {
  const several = new Map(
    dashboardsOf(stack).map(({ content }) => [
      content.uid,
      new Set(
        content.templating.list
          .filter((variable) => Reflect.get(variable, 'multi') === true || Reflect.get(variable, 'includeAll') === true)
          .map(({ name }) => name),
      ),
    ]),
  );
  const matchers = [
    ...stack.promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? []).flatMap(({ selector }) => selector.matchers.map((matcher) => ({ record, matcher }))),
    ),
    ...stack.logql.flatMap(({ record, query }) =>
      (query?.pipelines ?? []).flatMap((pipeline) => pipeline.matchers.map((matcher) => ({ record, matcher }))),
    ),
  ];
  return matchers.flatMap(({ record, matcher }) => {
    if (matcher.op.endsWith('~')) return [];
    const name = variableNames(matcher.value).find((one) => several.get(record.within)?.has(one));
    if (name === undefined) return [];
    const { label, op, value } = matcher;
    return [
      {
        ...placeOf(record, matcher),
        value: `${label}${op}"${value}"`,
        why: `several values of $${name}, or all, can be chosen: they are a regular expression`,
        remedy: `write ${label}${op === '=' ? '=~' : '!~'}"${value}"`,
      },
    ];
  });
}
