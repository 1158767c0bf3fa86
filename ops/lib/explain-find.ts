import { stackOf } from '../../constructs/checks/stack.ts';
import type { Model } from '../../constructs/index.ts';
import { nearest } from '../../constructs/lib/nearest.ts';
import { alertSubjects, dashboardSubjects } from './explain-content.ts';
import { metricSubjects } from './explain-metric.ts';
import { connectionSubjects, serviceSubjects } from './explain-network.ts';
import type { Explanation, Subject } from './explanation.ts';
import { Refused } from './refused.ts';

/**
 * Explains one thing of a model: a metric, an alert, a dashboard, a service or a connection.
 *
 * @param asked its name, such as `up`, `loki` or `grafana -> loki`; with its kind before it where a name is not enough.
 * @throws Refused when there is none of this name, or more than one.
 */
export function explain(model: Model, asked: string): Explanation {
  const stack = stackOf(model);
  const subjects = [
    ...metricSubjects(stack),
    ...alertSubjects(stack),
    ...dashboardSubjects(stack),
    ...serviceSubjects(stack),
    ...connectionSubjects(stack),
  ];
  const found = subjects.filter((subject) => isMeant(subject, asked.trim()));
  const [first, ...others] = found;
  if (!first) throw new Refused(`nothing here is called '${asked}'; ${suggestion(subjects, asked)}`);
  if (others.length > 0) {
    const all = found.map(({ kind, name }) => `  ${kind} ${name}`).join('\n');
    throw new Refused(`'${asked}' is the name of ${found.length} things; ask for one of them:\n${all}`);
  }
  return { kind: first.kind, name: first.name, facts: first.explain() };
}

function isMeant({ kind, name, aliases = [] }: Subject, asked: string): boolean {
  return [name, ...aliases].some((called) => asked === called || asked === `${kind} ${called}`);
}

function suggestion(subjects: readonly Subject[], asked: string): string {
  const meant = nearest(asked, new Set(subjects.flatMap(({ name, aliases = [] }) => [name, ...aliases])));
  return meant
    ? `did you mean '${meant}'?`
    : "metrics, alerts, dashboards, services and connections such as 'a -> b' are";
}
