import type { Check } from '../check.ts';
import type { PromqlQuery } from '../query-view.ts';
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
