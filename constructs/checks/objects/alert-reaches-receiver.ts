import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import { alertsAskedBy, matchersIn, type Route, receiversFor, receiversIn } from './routing.ts';
import { alertNames, ruleGroupsOf } from './rule-files.ts';

interface Config {
  readonly route: Route;
  readonly receivers: readonly { readonly name: string }[];
}

/** An alert that reaches no receiver. */
export const alertReachesReceiver: Check = {
  id: 'alert-reaches-receiver',
  title:
    'Every alert is routed to a receiver that exists, every receiver has a route, and routes name alerts that exist, or that the stack contains and the installation disables.',
  because: 'Alertmanager refuses a config with an unknown receiver; a matcher for an unknown alert has no effect.',
  example: {
    change: "the receiver 'critical' is called 'pager'",
    plant: ({ files }) => {
      for (const { configMap, key, content } of files) {
        if (configMap !== 'alertmanager-config' || key !== 'alertmanager.yml') continue;
        for (const receiver of (content as { receivers: { name: string }[] }).receivers) {
          if (receiver.name === 'critical') receiver.name = 'pager';
        }
      }
    },
  },
  find: (stack) => {
    const alerts: readonly RoutedAlert[] = ruleGroupsOf(stack).flatMap(({ path, rules }) =>
      rules.flatMap(({ alert, labels = {} }) => (alert ? [{ path, labels: { alertname: alert, ...labels } }] : [])),
    );
    return stack.files.flatMap(({ path, configMap, key, content }): Contradiction[] => {
      if (typeof content !== 'object' || content === null || !('route' in content)) return [];
      const { route, receivers } = content as unknown as Config;
      const names = receivers.map(({ name }) => name);
      const routed = receiversIn(route);
      const at = `${configMap}/${key}`;
      const remedy = (name: string) => {
        const meant = nearest(name, names);
        return meant ? `did you mean ${meant}?` : `the receivers are ${names.join(', ')}`;
      };
      const nowhere = 'no receiver has this name';
      return [
        // An Alertmanager without alerts in its output serves other installations: their alert names are unknown.
        ...(alerts.length === 0 ? [] : unknownAlerts(route, alertNames(stack))).map((unknown) => ({
          path,
          at,
          ...unknown,
        })),
        ...routed
          .filter((name) => !names.includes(name))
          .map((name) => ({ path, at, value: `route to ${name}`, why: nowhere, remedy: remedy(name) })),
        ...names
          .filter((name) => !routed.includes(name))
          .map((value) => ({ path, at, value, why: 'no route leads to this receiver', remedy: 'add one, or drop it' })),
        ...alerts
          .filter(({ labels }) => receiversFor(route, labels).length === 0)
          .map((alert) => ({
            path: alert.path,
            at: `alert ${alert.labels.alertname}`,
            value: 'no receiver',
            why: `the routes of ${at} lead nowhere`,
            remedy: 'give the first route a receiver',
          })),
      ];
    });
  },
};

interface RoutedAlert {
  readonly path: string;
  readonly labels: { readonly alertname: string } & Readonly<Record<string, string>>;
}

/** Inhibitions have a check of their own. */
function unknownAlerts(route: Route, names: ReadonlySet<string>) {
  const unknown = [...new Set(matchersIn(route).flatMap(alertsAskedBy))].filter((name) => !names.has(name));
  return unknown.map((name) => {
    const meant = nearest(name, names);
    const remedy = meant ? `did you mean ${meant}?` : 'take it out, or add the alert';
    return { value: `route for ${name}`, why: 'no alert has this name', remedy };
  });
}
