import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import { type Dashboard, dashboardsOf } from './dashboards.ts';
import { ruleGroupsOf } from './rule-files.ts';

const DASHBOARD_LINK = /(?:^|\/)d\/(?<uid>[\w-]+)(?<rest>[^\s"]*)/g;

/** The variables that a link chooses; `${name:queryparam}` brings its own. */
const CHOSEN = /[?&]var-([\w-]+)=/g;

/** The address of Grafana, in the variables of its container. */
const ROOT_URL = 'GF_SERVER_ROOT_URL';

/** A link to a dashboard that does not exist, or to the runbook of another alert. */
export const linkResolves: Check = {
  id: 'link-resolves',
  title:
    'Every link to a dashboard leads to one of the output and chooses variables that it has, and the runbook of an alert has its name.',
  because: 'Whoever is on call follows the link and finds nothing.',
  example: {
    change: "the runbook of the alert 'Watchdog' is 'Watchdogs.md'",
    plant: (model) => {
      for (const { alert, annotations } of ruleGroupsOf(model).flatMap(({ rules }) => rules)) {
        const url = annotations?.runbook_url?.replace(/Watchdog\.md$/, 'Watchdogs.md');
        if (alert === 'Watchdog' && url && annotations) Object.assign(annotations, { runbook_url: url });
      }
    },
  },
  find: (stack) => {
    const dashboards = dashboardsOf(stack);
    // Addresses of other sites may look alike.
    const roots = stack.workloads.flatMap(({ pod }) =>
      pod.containers.flatMap(({ env = [] }) => env.flatMap(({ name, value }) => (name === ROOT_URL && value) || [])),
    );
    const uids = dashboards.map(({ content }) => content.uid);
    const lost = (path: string, at: string, links: string): Contradiction[] =>
      [...links.matchAll(DASHBOARD_LINK)].flatMap(({ groups: { uid = '', rest = '' } = {} }) => {
        const target = dashboards.find(({ content }) => content.uid === uid);
        if (target) return unknownVariables(target.content, rest).map((found) => ({ path, at, ...found }));
        const meant = nearest(uid, uids);
        const remedy = meant ? `did you mean ${meant}?` : `the uids are ${uids.join(', ') || 'none'}`;
        return [{ path, at, value: `/d/${uid}`, why: 'no dashboard has this uid', remedy }];
      });
    return [
      ...dashboards.flatMap(({ path, content }) =>
        stack
          .texts(content)
          .filter(({ keys }) => keys.at(-1) === 'url')
          .filter(({ text }) => !/^\w+:/.test(text) || roots.some((root) => text.startsWith(root)))
          .flatMap(({ text }) => lost(path, `dashboard ${content.title}`, text)),
      ),
      ...ruleGroupsOf(stack).flatMap(({ path, rules }) =>
        rules.flatMap(({ alert = '', annotations: { dashboard_url = '', runbook_url } = {} }) => [
          ...(uids.length > 0 ? lost(path, `alert ${alert}`, dashboard_url) : []),
          ...(runbook_url === undefined || runbook_url.endsWith(`/${alert}.md`)
            ? []
            : [
                {
                  path,
                  at: `alert ${alert}`,
                  value: runbook_url,
                  why: 'it is not the runbook of this alert',
                  remedy: `the runbook is called ${alert}.md`,
                },
              ]),
        ]),
      ),
    ];
  },
};

/** Variables that a link chooses and the dashboard does not have. */
function unknownVariables(
  { title, templating }: Dashboard,
  link: string,
): Pick<Contradiction, 'value' | 'why' | 'remedy'>[] {
  const names = templating.list.map(({ name }) => name);
  return [...link.matchAll(CHOSEN)].flatMap(([, name = '']) => {
    if (names.includes(name)) return [];
    const meant = nearest(name, names);
    const remedy = meant ? `did you mean var-${meant}?` : `its variables are ${names.join(', ') || 'none'}`;
    return [{ value: `var-${name}`, why: `the dashboard '${title}' has no variable of this name`, remedy }];
  });
}
