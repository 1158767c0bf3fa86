/** `npm run catalogue`: records the metrics that the targets of the current context's cluster expose. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { seriesOf } from '../constructs/kit/catalogue.ts';
import { logs, query } from './lib/api.ts';
import { changes, record } from './lib/catalogue-compare.ts';
import { awaitSigns, makeEvents, removeEvents } from './lib/catalogue-events.ts';
import { readTable, withoutRecorded, writeTable } from './lib/catalogue-file.ts';
import { KEPT, type Kept, SOMETIMES } from './lib/catalogue-files.ts';
import { compareAll, type LiveJob, liveJobs } from './lib/catalogue-live.ts';
import { fetchExposition, seriesFromTheStart, targetsByJob } from './lib/catalogue-targets.ts';
import type { Exposition } from './lib/catalogue-text.ts';
import { closeForwards } from './lib/http.ts';
import { flag, readOptions, text, wholeNumber } from './lib/options.ts';
import { needPrograms } from './lib/programs.ts';
import { Refused } from './lib/refused.ts';
import { secondsSince } from './lib/seconds.ts';

/** Jobs that expose most of their metrics only after events in the cluster. */
const ABOUT_EVENTS = 'kube-state-metrics';

const options = readOptions('catalogue', {
  check: flag,
  fresh: flag,
  image: text('IMAGE', 'busybox:1.37'),
  wait: wholeNumber(240, 1),
});
needPrograms(['kubectl']);
const start = performance.now();
try {
  await (options.check ? checkAll() : recordAll());
} finally {
  closeForwards();
}

async function checkAll(): Promise<void> {
  const { wrong, unknown } = compareAll(await liveJobs());
  const notes = unknown.length > 0 ? [...unknown, 'npm run catalogue adds these', ''] : [];
  if (wrong.length > 0) throw new Refused([...notes, ...wrong, 'npm run catalogue records what is so now'].join('\n'));
  console.log([...notes, `everything that is always there is live, ${secondsSince(start)}`].join('\n'));
}

async function recordAll(): Promise<void> {
  const before = await liveJobs();
  const partial = before.filter(({ allowed }) => allowed !== undefined).map(({ job }) => job);
  if (partial.length > 0) {
    throw new Refused(
      `${partial.join(', ')} makes only the metrics that something reads; ` +
        "apply an output with series: 'all' on MetricsChart in main.ts first",
    );
  }
  const namespace = `catalogue-${Date.now().toString(36)}`;
  console.log(`before: ${count(before)} families; making objects and events in the namespace ${namespace}`);
  try {
    await makeEvents(namespace, options.image);
    await askWrongly();
    const missing = await awaitSigns(familiesAboutEvents, options.wait);
    if (missing.length > 0) console.log(`not within ${options.wait} s: ${missing.join(', ')}`);
    await setTimeout(30_000); // cAdvisor and the kubelet inspect containers at their own intervals
    const after = await liveJobs();
    console.log(`after: ${count(after)} families`);
    for (const { job, exposition, from } of before) {
      const later = after.find((one) => one.job === job)?.exposition ?? exposition;
      for (const line of await write(job, from, KEPT[job]!, exposition, later)) console.log(line);
    }
  } finally {
    await removeEvents(namespace);
  }
  console.log(`written, ${secondsSince(start)}; npm run synth && npm test show what it changes`);
}

/** Writes the file of a job. @returns the changes. */
async function write(job: string, from: string, kept: Kept, before: Exposition, after: Exposition): Promise<string[]> {
  const { file, catalogue, buckets } = kept;
  const wasThere = await seriesFromTheStart(job);
  const fromTheStart = (family: string) => {
    const { type = 'unknown' } = before.get(family) ?? {};
    const series = seriesOf({ [family]: { type, labels: [], appears: 'always' } });
    return !SOMETIMES[job]?.test(family) && wasThere([...series.keys()]);
  };
  const text = readFileSync(file, 'utf8');
  const known = options.fresh ? withoutRecorded(catalogue, readTable(text)) : catalogue;
  const now = record({ before, after, fromTheStart, buckets }, known);
  writeFileSync(file, writeTable(text, from, catalogue, now));
  return changes(job, catalogue, now);
}

/** Queries that fail, and one without a result. */
async function askWrongly(): Promise<void> {
  await query('rate(').catch(() => undefined);
  await logs('{').catch(() => undefined);
  await logs('{namespace="none"} | json | x > 1 ');
}

async function familiesAboutEvents(): Promise<Exposition> {
  const targets = (await targetsByJob()).find(({ job }) => job === ABOUT_EVENTS);
  return targets ? fetchExposition(targets) : new Map();
}

function count(live: readonly LiveJob[]): number {
  return live.reduce((sum, { exposition }) => sum + exposition.size, 0);
}
