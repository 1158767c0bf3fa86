import { groupBy } from '../../query/group-by.ts';
import type { Check } from '../check.ts';
import { resultLabels } from '../known-series.ts';
import type { PromqlQuery } from '../query-view.ts';
import type { Stack } from '../stack.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

const reads = ({ facts }: PromqlQuery): string[] =>
  (facts?.selectors ?? []).flatMap(({ selector }) => selector.name ?? []);

/** Path of the rules in the examples. */
const RULE = { kind: 'record', path: '20-metrics/prometheus', within: 'example' } as const;

/** A recording rule that is evaluated before one that it reads. */
export const recordedInOrder: Check = {
  id: 'recorded-in-order',
  title: 'Within a group, rules come after the rules that they read.',
  because:
    'Rules of a group are evaluated from top to bottom: read too early, a recorded series is one evaluation old.',
  example: {
    change: 'a rule reads what the next one records',
    plant: asks(
      { ...RULE, asker: "recording rule 'job:up:max'", records: 'job:up:max', expr: 'max by (job) (pod:up:max)' },
      { ...RULE, asker: "recording rule 'pod:up:max'", records: 'pod:up:max', expr: 'max by (job, pod) (up)' },
      { expr: 'job:up:max' },
    ),
  },
  find: ({ promql }) =>
    promql.flatMap((query, index) => {
      const later = promql
        .slice(index)
        .filter(({ record }) => record.within === query.record.within && record.path === query.record.path)
        .flatMap(({ record }) => record.records ?? []);
      if (query.record.kind !== 'alert' && query.record.kind !== 'record') return [];
      return reads(query)
        .filter((name) => later.includes(name))
        .map((name) => ({
          ...placeOf(query.record),
          value: name,
          why: `the group ${query.record.within} records it further below`,
          remedy: 'put the record first',
        }));
    }),
};

/** Recording rules that read each other, have the name of another series, or record the same series twice. */
export const recordUnique: Check = {
  id: 'record-unique',
  title:
    'Every recorded series has a source of its own: no record reads itself through others, or has the name of a scraped metric or of another record.',
  because:
    'Series that only read each other stay empty; two rules for one series give Prometheus duplicate samples, and it keeps either.',
  example: {
    change: 'two rules record the same name with the same labels',
    plant: asks(
      { ...RULE, asker: "recording rule 'job:up:max'", records: 'job:up:max', expr: 'max by (job) (up)' },
      {
        ...RULE,
        within: 'other',
        asker: "recording rule 'job:up:max'",
        records: 'job:up:max',
        expr: 'max by (job) (up == 1)',
      },
      { expr: 'job:up:max' },
    ),
  },
  find: (stack) => {
    const records = stack.promql.filter(({ record }) => record.records !== undefined);
    const byName = groupBy(records, ({ record }) => record.records ?? '');
    return records.flatMap((query) => {
      const { record } = query;
      const name = record.records ?? '';
      const place = { ...placeOf(record), value: name };
      const exposing = stack.jobs.find(({ exposes }) => exposes && Object.hasOwn(exposes, name));
      const twin = (byName.get(name) ?? []).find((other) => other !== query && isSame(stack, query, other));
      const remedy = 'give it a name of its own, such as level:metric:operation';
      return [
        ...(exposing ? [{ ...place, why: `the job ${exposing.job} exposes a metric of this name`, remedy }] : []),
        ...(twin
          ? [{ ...place, why: `another rule of the group ${twin.record.within} records the same labels`, remedy }]
          : []),
        ...(leadsTo(name, byName)
          ? [{ ...place, why: 'it reads only records that read it again', remedy: 'read what a job exposes' }]
          : []),
      ];
    });
  },
};

/** Whether two rules record the same series: by the same labels, and of selectors that do not tell them apart. */
function isSame({ series }: Stack, one: PromqlQuery, other: PromqlQuery): boolean {
  if (!one.expr || !other.expr) return false;
  const [labels, others] = [resultLabels(series, one.expr), resultLabels(series, other.expr)];
  if (labels === 'unknown' || others === 'unknown') return false;
  if (labels.size !== others.size || ![...labels].every((label) => others.has(label))) return false;
  const asked = ({ facts }: PromqlQuery) =>
    (facts?.selectors ?? []).flatMap(({ selector }) => selector.matchers.filter(({ label }) => labels.has(label)));
  return (
    (one.facts?.made ?? []).length + (other.facts?.made ?? []).length === 0 &&
    asked(one).length + asked(other).length === 0
  );
}

/** Whether all that a record reads are records that lead back to it. */
function leadsTo(name: string, records: ReadonlyMap<string, readonly PromqlQuery[]>): boolean {
  const seen = new Set<string>();
  const visit = (current: string): boolean => {
    if (seen.has(current)) return true;
    seen.add(current);
    const read = (records.get(current) ?? []).flatMap(reads);
    return read.length > 0 && read.every((one) => records.has(one) && visit(one));
  };
  return visit(name);
}

/** An unused recording rule. */
export const recordUsed: Check = {
  id: 'record-used',
  title: 'Every recording rule is read by an alert, a panel or another rule.',
  because: 'It costs an evaluation and a series without use, or its reader has misspelt the name.',
  example: {
    change: 'a rule records what nothing reads',
    plant: asks({ ...RULE, asker: "recording rule 'job:up:max'", records: 'job:up:max', expr: 'max by (job) (up)' }),
  },
  find: ({ promql }) => {
    const used = new Set(promql.flatMap(reads));
    return promql
      .filter(({ record: { records } }) => records !== undefined && !used.has(records))
      .map(({ record }) => ({
        ...placeOf(record),
        value: record.records ?? '',
        why: 'nothing reads it',
        remedy: 'read it in an alert or a panel, or take it out',
      }));
  },
};
