import { logs, query, type Sample } from './api.ts';
import type { Table } from './bench-table.ts';
import { existing, unready } from './cluster.ts';
import { eventually } from './eventually.ts';
import { closeForwards } from './http.ts';
import { kubectl } from './kubectl.ts';
import { installationOf, readObjects } from './objects.ts';
import { Refused } from './refused.ts';
import { secondsSince } from './seconds.ts';

/** Typical first queries of an engineer: memory, requests and logs of the sample, and whether logs arrive. */
const FIRST_QUESTIONS = [
  'container_memory_usage_bytes{container="flask-app"}',
  'rate(http_requests_total{job="flask-app"}[5m])',
  'rate(loki_distributor_bytes_received_total[5m])',
];
const FIRST_LOGS = '{container="flask-app"}';

/**
 * Applies dist/ to the cluster of the current context, which must not have it yet, and measures the time until everything is
 * ready and responds, and then the resource usage when idle.
 *
 * @param idle minutes.
 * @throws Refused when the installation exists already.
 */
export async function benchCluster(idle: number): Promise<Table[]> {
  const objects = readObjects('dist');
  if ((await existing(kubectl, objects)).length > 0) {
    throw new Refused(
      `the cluster has objects of '${installationOf(objects)}' already: the first answers can't be measured; ` +
        'remove them with npm run down -- --context NAME --delete-data',
    );
  }
  try {
    const start = performance.now();
    await kubectl(['apply', '-f', 'dist']);
    const rows: [string, string][] = [['kubectl apply -f dist', secondsSince(start)]];
    const patience = { seconds: 900, every: 0.5 };
    const answers = async (what: string, ask: () => Promise<readonly unknown[]>) => {
      await eventually(
        what,
        async () => {
          if ((await ask()).length === 0) throw new Error('no data');
        },
        patience,
      );
      rows.push([`until ${what} answers`, secondsSince(start)]);
    };
    await Promise.all([
      eventually(
        'everything is ready',
        async () => {
          const waiting = await unready(kubectl, objects);
          if (waiting.length > 0) throw new Error(waiting.map(({ metadata }) => metadata.name).join(', '));
        },
        patience,
      ).then(() => rows.push(['until everything is ready', secondsSince(start)])),
      ...FIRST_QUESTIONS.map((promql) => answers(`\`${promql}\``, () => query(promql))),
      answers(`\`${FIRST_LOGS}\``, () => logs(FIRST_LOGS)),
    ]);
    await new Promise((resolve) => setTimeout(resolve, idle * 60_000));
    return [
      { title: 'from nothing to answers', head: ['what', 'seconds since apply'], rows },
      await usage(idle),
      await kept(idle),
      await seriesByJob(),
    ];
  } finally {
    closeForwards();
  }
}

/** Memory and CPU of each workload, summed over its pods. */
async function usage(minutes: number): Promise<Table> {
  const ours = 'namespace=~"monitoring|monitoring-node|flask-app", container!=""';
  const by = 'sum by (namespace, container)';
  const memory = await query(`${by} (avg_over_time(container_memory_working_set_bytes{${ours}}[${minutes}m]))`);
  const highest = await query(`${by} (max_over_time(container_memory_working_set_bytes{${ours}}[${minutes}m]))`);
  const cpu = await query(`${by} (rate(container_cpu_usage_seconds_total{${ours}}[${minutes}m]))`);
  const of = (samples: readonly Sample[], container = '') =>
    Number(samples.find(({ metric }) => metric.container === container)?.value[1] ?? Number.NaN);
  const row = (container: string): string[] => [
    container,
    `${Math.round(of(memory, container) / 2 ** 20)} MiB`,
    `${Math.round(of(highest, container) / 2 ** 20)} MiB`,
    `${Math.round(of(cpu, container) * 1000)} m`,
  ];
  const names = memory.map(({ metric }) => metric.container ?? '').sort();
  const total = (samples: readonly Sample[]) => names.reduce((sum, name) => sum + of(samples, name), 0);
  return {
    title: `${minutes} minutes without load, all pods of a workload together`,
    head: ['workload', 'working set, average', 'working set, highest', 'CPU'],
    rows: [
      ...names.map(row),
      [
        'all',
        `${Math.round(total(memory) / 2 ** 20)} MiB`,
        `${Math.round(total(highest) / 2 ** 20)} MiB`,
        `${Math.round(total(cpu) * 1000)} m`,
      ],
    ],
  };
}

/** Stored data. */
async function kept(minutes: number): Promise<Table> {
  const one = async (promql: string) => Number((await query(promql))[0]?.value[1] ?? Number.NaN);
  const round = (value: number) => String(Math.round(value));
  return {
    title: 'what is stored',
    head: ['what', 'value'],
    rows: [
      ['active series', round(await one('prometheus_tsdb_head_series'))],
      ['samples per second', round(await one(`rate(prometheus_tsdb_head_samples_appended_total[${minutes}m])`))],
      [
        'log lines per minute',
        round(60 * (await one(`sum(rate(loki_distributor_lines_received_total[${minutes}m]))`))),
      ],
      [
        'log bytes per minute',
        round(60 * (await one(`sum(rate(loki_distributor_bytes_received_total[${minutes}m]))`))),
      ],
    ],
  };
}

/** Series that the targets of each job expose, and how many of them are stored: fewer for jobs that store only series that are read. */
async function seriesByJob(): Promise<Table> {
  const exposed = await query('sum by (job) (scrape_samples_scraped)');
  const stored = await query('sort_desc(sum by (job) (scrape_samples_post_metric_relabeling))');
  return {
    title: 'series of each job',
    head: ['job', 'exposed', 'stored'],
    rows: stored.map(({ metric: { job = '' }, value }) => [
      job,
      exposed.find(({ metric }) => metric.job === job)?.value[1] ?? '',
      value[1],
    ]),
  };
}
