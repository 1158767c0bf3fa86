import { STREAM_LABELS } from '../../kit/labels.ts';
import { type LogPipeline, labelsBehind } from '../../query/logql.ts';
import { nearest } from '../../query/nearest.ts';
import { variablesIn } from '../../query/query-variables.ts';
import type { Check, Contradiction } from '../check.ts';
import type { LogqlQuery } from '../query-view.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A label that log streams don't have. */
export const streamLabelExists: Check = {
  id: 'stream-label-exists',
  title: 'Every label in a LogQL query is one that the collector puts on streams, or that the query itself extracts.',
  because: 'A selector of an unknown label matches no stream.',
  example: {
    change: "a LogQL query selects by 'namespaces'",
    plant: asks({ language: 'logql', expr: '{namespaces="monitoring"}' }),
  },
  find: ({ logql }) => logql.flatMap((query) => [...inSelectors(query), ...behind(query)]),
};

function inSelectors({ record, query }: LogqlQuery): Contradiction[] {
  return (query?.pipelines ?? [])
    .flatMap(({ matchers }) => matchers)
    .filter(({ label }) => isMissing(new Set(STREAM_LABELS), label))
    .map((matcher) => ({
      ...placeOf(record, matcher),
      value: matcher.label,
      why: 'no stream has this label',
      remedy: remedy(STREAM_LABELS, matcher.label),
    }));
}

/** Labels that are grouped by or filtered after the stages. */
function behind({ record, query }: LogqlQuery): Contradiction[] {
  return (query?.labels ?? [])
    .filter(({ kind }) => kind !== 'without' && kind !== 'ignoring')
    .flatMap(({ labels, of }) =>
      labels
        .filter(({ name }) => !query?.made.some((made) => made.name === name))
        .filter(({ name }) => of.every((pipeline) => isMissing(labelsAfter(pipeline), name)))
        .map((label) => ({
          ...placeOf(record, label),
          value: label.name,
          why: 'no line has this label there',
          remedy: remedy(STREAM_LABELS, label.name),
        })),
    );
}

function labelsAfter({ stages }: LogPipeline): ReadonlySet<string> | 'unknown' {
  return labelsBehind(stages, STREAM_LABELS);
}

function isMissing(labels: ReadonlySet<string> | 'unknown', name: string): boolean {
  return labels !== 'unknown' && variablesIn(name).length === 0 && !labels.has(name);
}

function remedy(labels: readonly string[], name: string): string {
  const meant = nearest(name, labels);
  return meant ? `did you mean ${meant}?` : `streams have ${labels.join(', ')}`;
}
