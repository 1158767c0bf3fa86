import { type Row, row } from '../../kit/dashboards/dashboard.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { logsOf, logsOfPod, searchIn, toPod } from './links.ts';
import { cpuUsage, memoryLimit, workingSet } from './queries.ts';
import { curves, logsBelow } from './signals.ts';

/** From the metrics of a component to its logs. */
export function logsOfComponent(job: string) {
  return logsOf(job, `&var-app=${job}`);
}

/** A row for every component of the stack: memory and CPU of its pods, and their logs. */
export function component(job: string): readonly Row[] {
  const its = (expr: string) => `${expr} * on (namespace, pod) group by (namespace, pod) (up{job="${job}"})`;
  const memory: Signal = {
    title: 'Memory against the limit',
    description:
      'Working set of each pod, and the lowest limit. At the limit the kernel kills it: raise the limit in the installation, or give it less to do.',
    unit: 'bytes',
    queries: [
      { expr: its(workingSet()), legend: '{{pod}}' },
      { expr: `min(${its(memoryLimit())})`, legend: 'limit' },
    ],
    colors: { limit: 'red' },
  };
  const cpu: Signal = {
    title: 'CPU',
    description: 'Cores that each pod uses. Click a line for the logs of its pod: they name what it is busy with.',
    unit: 'short',
    queries: [{ expr: its(cpuUsage()), legend: '{{pod}}' }],
  };
  return [
    row('Memory and CPU', curves([memory, cpu], { width: 12, links: [logsOfPod(`&var-app=${job}`), toPod()] })),
    logsBelow(`{app="${job}"}`, 'its pods', searchIn(`&var-app=${job}`)),
  ];
}
