import { stackOf } from '../../constructs/checks/stack.ts';
import type { Model } from '../../constructs/index.ts';
import { nearest } from '../../constructs/query/nearest.ts';
import { alertSubjects, dashboardSubjects } from './explain-content.ts';
import { metricSubjects } from './explain-metric.ts';
import { connectionSubjects, serviceSubjects } from './explain-network.ts';
import type { Explanation, Subject } from './explanation.ts';
import { Refused } from './refused.ts';

/**
 * Explains one subject of a model: a metric, an alert, a dashboard, a service or a connection.
 *
 * @param asked its name, such as `up`, `loki` or `grafana -> loki`; prefixed with its kind where the name is ambiguous.
 * @throws Refused when no subject has this name, or several have.
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
  const found = subjects.filter((subject) => isMeant(subject, asked.trim().replace(/\s*->\s*/, ' -> ')));
  const [first, ...others] = found;
  if (!first) {
    throw new Refused(
      unconnected(subjects, asked) ?? `nothing here is called '${asked}'; ${suggestion(subjects, asked)}`,
    );
  }
  if (others.length > 0) {
    const all = found.map(({ kind, name }) => `  ${kind} ${name}`).join('\n');
    throw new Refused(`'${asked}' is the name of ${found.length} things; ask for one of them:\n${all}`);
  }
  return { kind: first.kind, name: first.name, facts: first.explain() };
}

function isMeant(subject: Subject, asked: string): boolean {
  return namesOf(subject).some((called) => asked === called || asked === `${subject.kind} ${called}`);
}

function namesOf({ name, aliases = [] }: Subject): string[] {
  return [name, ...aliases];
}

/** The connections of each of two ends that exist, but are not connected. */
function unconnected(subjects: readonly Subject[], asked: string): string | undefined {
  const [from = '', to = '', ...others] = asked.split('->').map((end) => end.trim());
  const ends = [from, to].map((end) => ({
    end,
    connections: subjects.filter(
      (subject) => subject.kind === 'connection' && namesOf(subject).some((name) => name.split(' -> ').includes(end)),
    ),
  }));
  const isThere = ({ end, connections }: (typeof ends)[number]) =>
    connections.length > 0 || subjects.some((subject) => subject.kind === 'service' && namesOf(subject).includes(end));
  if (others.length > 0 || !ends.every(isThere)) return undefined;
  const lines = ends.flatMap(({ end, connections }) =>
    connections.length > 0
      ? [`connections of '${end}':`, ...connections.map(({ name }) => `  ${name}`)]
      : [`'${end}' has no connections`],
  );
  return [`nothing connects '${from}' to '${to}'`, ...lines].join('\n');
}

function suggestion(subjects: readonly Subject[], asked: string): string {
  const meant = nearest(asked, new Set(subjects.flatMap(namesOf)));
  return meant
    ? `did you mean '${meant}'?`
    : "metrics, alerts, dashboards, services and connections such as 'a -> b' are";
}
