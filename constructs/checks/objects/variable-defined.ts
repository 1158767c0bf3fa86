import { nearest } from '../../query/nearest.ts';
import { variableNames } from '../../query/query-variables.ts';
import type { Check } from '../check.ts';
import { dashboardsOf } from './dashboards.ts';

/** An undefined Grafana variable. */
export const variableDefined: Check = {
  id: 'variable-defined',
  title: 'Every variable that a dashboard uses is defined in it, or is built into Grafana.',
  because: 'Grafana sends its name verbatim, and the query matches nothing.',
  example: {
    change: "the variable 'pod' of the dashboard 'Application' is called 'pods'",
    plant: (model) => {
      const dashboard = dashboardsOf(model).find(({ content }) => content.uid === 'application');
      const variable = dashboard?.content.templating.list.find(({ name }) => name === 'pod');
      if (variable) Object.assign(variable, { name: 'pods' });
    },
  },
  find: (stack) =>
    dashboardsOf(stack).flatMap(({ path, content }) => {
      const names = content.templating.list.map(({ name }) => name);
      // Searched as one text: most of its thousands of strings have no variable.
      const used = variableNames(JSON.stringify([content.panels, content.templating], withoutText));
      return used
        .filter((name) => !name.startsWith('__') && !names.includes(name))
        .map((name) => {
          const meant = nearest(name, names);
          return {
            path,
            at: `dashboard ${content.title}`,
            value: `$${name}`,
            why: 'the dashboard has no variable of this name',
            remedy: meant ? `did you mean $${meant}?` : `its variables are ${names.join(', ') || 'none'}`,
          };
        });
    }),
};

/** Descriptions keep a dollar as it is, and in expressions it refers to another query. */
function withoutText(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const isText = key === 'content' && 'mode' in this;
  return isText || (key === 'expression' && 'refId' in this) ? '' : value;
}
