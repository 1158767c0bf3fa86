import { STREAM_LABELS } from '../../kit/labels.ts';
import { type LogPipeline, type LogStage, labelsBehind } from '../../query/logql.ts';
import { nearest } from '../../query/nearest.ts';
import type { Name } from '../../query/query-text.ts';
import { variablesIn } from '../../query/query-variables.ts';
import { parseTemplate } from '../../query/template.ts';
import { LINE_TEMPLATES } from '../../query/template-languages.ts';
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
  find: ({ logql }) => logql.flatMap((query) => [...inSelectors(query), ...inStages(query), ...behind(query)]),
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

/** Labels that a stage reads, and that no stage before it extracts. */
function inStages({ record, query }: LogqlQuery): Contradiction[] {
  return (query?.pipelines ?? []).flatMap(({ stages }) =>
    stages.flatMap((stage, index) => {
      const labels = labelsBehind(stages.slice(0, index), STREAM_LABELS);
      return readBy(stage)
        .filter(({ name }) => !name.startsWith('__') && isMissing(labels, name))
        .map((label) => ({
          ...placeOf(record, label),
          value: label.name,
          why: 'no line has this label there',
          remedy: remedy([...(labels === 'unknown' ? [] : labels)], label.name),
        }));
    }),
  );
}

function readBy(stage: LogStage): readonly Name[] {
  switch (stage.kind) {
    case 'label filter':
      return stage.comparisons.map(({ label, ...span }) => ({ ...span, name: label }));
    case 'unwrap':
      return [stage.label];
    case 'label_format':
      return stage.labels.flatMap(({ of, ...span }) => (of === undefined ? [] : [{ ...span, name: of }]));
    case 'line_format':
      return labelsOfTemplate(stage.template).map((name) => ({ name, from: stage.from, to: stage.to }));
    default:
      return [];
  }
}

/** The labels that a template fills in: `{{.status}}`. */
function labelsOfTemplate(template: string): string[] {
  if (variablesIn(template).length > 0) return [];
  return parseTemplate(template, LINE_TEMPLATES).uses.flatMap(({ of, path: [label] }) =>
    of === '.' && label !== undefined ? [label] : [],
  );
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
