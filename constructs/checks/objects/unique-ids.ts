import type { ModelObject } from '../../kit/model.ts';
import { groupBy } from '../../query/group-by.ts';
import type { Check } from '../check.ts';
import { groupOf } from '../object-view.ts';
import type { Stack } from '../stack.ts';
import { dashboardsOf } from './dashboards.ts';
import { ruleGroupsOf } from './rule-files.ts';

/** Two things with one name. */
export const uniqueIds: Check = {
  id: 'unique-ids',
  title: 'No two objects, dashboards, rule groups of a file or alerts have the same name.',
  because: 'The later one silently replaces the earlier one.',
  example: {
    change: "the dashboard 'Nodes' is called 'Logs'",
    plant: (model) => {
      for (const { content } of dashboardsOf(model))
        if (content.uid === 'nodes') Object.assign(content, { title: 'Logs' });
    },
  },
  find: (stack) => {
    const dashboards = dashboardsOf(stack);
    const groups = ruleGroupsOf(stack);
    const named = [
      ...clashing(stack.objects).map(({ path, manifest: { kind, metadata } }) => ({
        path,
        namespace: metadata.namespace,
        name: `${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join('/')}`,
      })),
      ...dashboards.map(({ path, namespace, content }) => ({ path, namespace, name: `dashboard uid ${content.uid}` })),
      ...dashboards.map(({ path, namespace, content }) => ({
        path,
        namespace,
        name: `dashboard title ${content.title}`,
      })),
      ...groups.map(({ path, namespace, file, name }) => ({ path, namespace, name: `rule group ${name} of ${file}` })),
      ...groups.flatMap(({ path, namespace, rules }) =>
        [...new Set(rules.flatMap(({ alert }) => alert ?? []))].map((alert) => ({
          path,
          namespace,
          name: `alert ${alert}`,
        })),
      ),
    ];
    // Another installation, in its own namespace, may have the same.
    return [...groupBy(named, ({ namespace, name }) => `${namespace} ${name}`).values()]
      .filter((all) => all.length > 1)
      .map(([first, ...others]) => ({ name: first?.name ?? '', first, others }))
      .map(({ name, first, others }) => ({
        path: others[0]?.path ?? '',
        at: name,
        value: name.split(' ').at(-1) ?? '',
        why: `there are ${others.length + 1} of it, the first in ${first?.path}`,
        remedy: 'name them differently',
      }));
  },
};

/** Objects of one API group, kind, namespace and name, of which at least one is ours. */
function clashing(objects: Stack['objects']): ModelObject[] {
  const byName = groupBy(objects, ({ manifest: { apiVersion, kind, metadata } }) =>
    [groupOf(apiVersion), kind, metadata.namespace, metadata.name].join(' '),
  );
  return [...byName.values()].flatMap((same) => (same.length > 1 && same.some(({ ours }) => ours) ? same : []));
}
