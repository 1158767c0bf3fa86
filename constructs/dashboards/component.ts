import { type Row, row } from '../lib/dashboard.ts';
import { logs as logLines, timeSeries } from '../lib/dashboard-panel.ts';
import { LEVEL_COLORS, linesByLevel, logsOfPod, searchIn } from './logs.ts';
import { cpuUsage, memoryLimit, workingSet } from './queries.ts';

/** What every component of the stack has: memory and CPU of its pods, and beside them what they log. */
export function component(job: string): readonly Row[] {
  const LINES = `{app="${job}"}`;
  const links = [logsOfPod(`&var-app=${job}`)];
  const its = (expr: string) => `${expr} * on (namespace, pod) group by (namespace, pod) (up{job="${job}"})`;
  return [
    row('Memory and CPU', [
      timeSeries(
        {
          title: 'Memory against the limit',
          description:
            'Working set of each pod, and the lowest limit. At the limit the kernel kills it: raise the limit in the installation, or give it less to do.',
          unit: 'bytes',
          queries: [
            { expr: its(workingSet()), legend: '{{pod}}' },
            { expr: `min(${its(memoryLimit())})`, legend: 'limit' },
          ],
          colors: { limit: 'red' },
          links,
        },
        { width: 12 },
      ),
      timeSeries(
        {
          title: 'CPU',
          description:
            'Cores that each pod uses. Click a line for the logs of its pod: they name what it is busy with.',
          unit: 'short',
          queries: [{ expr: its(cpuUsage()), legend: '{{pod}}' }],
          links,
        },
        { width: 12 },
      ),
    ]),
    row('Logs', [
      timeSeries(
        {
          title: 'Log lines by level',
          description: 'Lines of its pods. Compare a peak with the curves above: all share one time axis.',
          unit: 'short',
          datasource: 'loki',
          queries: [{ expr: linesByLevel(LINES), legend: '{{level}}' }],
          colors: LEVEL_COLORS,
        },
        { width: 24, height: 5, shape: 'bars' },
      ),
      logLines(
        {
          title: 'Log lines',
          description: 'The newest 500 lines of its pods. To search in them, go to the dashboard Logs.',
          expr: LINES,
          links: [searchIn(`&var-app=${job}`)],
        },
        { width: 24 },
      ),
    ]),
  ];
}
