import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import { dashboardsOf } from './dashboards.ts';

/** Grafana's own: mixed panels, annotations and expressions over the results of other queries. */
const BUILT_IN = ['-- Mixed --', '-- Grafana --', '-- Dashboard --', 'grafana', '__expr__'];

/** A dashboard that queries a data source that is not provisioned. */
export const dataSourceProvisioned: Check = {
  id: 'data-source-provisioned',
  title: 'Every data source that a dashboard queries is provisioned.',
  because: 'Its panels show "Datasource was not found" and stay empty.',
  example: {
    change: "the uid of the data source Loki is 'logs'",
    plant: ({ files }) => {
      for (const { key, content } of files) {
        if (key !== 'datasources.yaml') continue;
        for (const source of (content as { datasources: { uid: string }[] }).datasources) {
          if (source.uid === 'loki') source.uid = 'logs';
        }
      }
    },
  },
  find: (stack) => {
    const uids = stack.files.flatMap(({ content }) =>
      typeof content === 'object' && content !== null && 'datasources' in content
        ? (content.datasources as readonly { readonly uid: string }[]).map(({ uid }) => uid)
        : [],
    );
    return dashboardsOf(stack).flatMap(({ path, content }): Contradiction[] => {
      const asked = stack
        .texts(content)
        .filter(({ keys }) => keys.at(-1) === 'uid' && keys.at(-2) === 'datasource')
        .map(({ text }) => text)
        .filter((uid) => !uid.startsWith('$') && !BUILT_IN.includes(uid) && !uids.includes(uid));
      return [...new Set(asked)].map((uid) => {
        const meant = nearest(uid, uids);
        return {
          path,
          at: `dashboard ${content.title}`,
          value: `data source ${uid}`,
          why: 'no data source of this uid is provisioned',
          remedy: meant ? `did you mean ${meant}?` : `the uids are ${uids.join(', ') || 'none'}`,
        };
      });
    });
  },
};
