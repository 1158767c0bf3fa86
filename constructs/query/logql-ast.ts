import type { Matcher, Name, QueryDuration, Span } from './query-text.ts';

/** A LogQL query. Places are offsets into its text. */
export interface LogQuery extends Span {
  readonly pipelines: readonly LogPipeline[];
  readonly labels: readonly LogLabelUse[];
  /** Binary operations by all labels, of sides whose labels are known. */
  readonly joins: readonly LogJoin[];
  /** Labels that `label_replace` creates. */
  readonly made: readonly Name[];
}

/** A stream selector and its pipeline. */
export interface LogPipeline extends Span {
  readonly matchers: readonly Matcher[];
  readonly stages: readonly LogStage[];
  /** How far it looks back. @default - it returns lines. */
  readonly range?: QueryDuration;
  /** How much earlier. @default - no offset. */
  readonly offset?: QueryDuration;
}

/** A binary operation, and what its sides are grouped by. */
export interface LogJoin extends Span {
  readonly op: string;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Labels that are read from the result of pipelines. */
export interface LogLabelUse {
  readonly kind: 'by' | 'without' | 'on' | 'ignoring' | 'group_left' | 'group_right' | 'label_replace';
  readonly labels: readonly Name[];
  /** The pipelines that they are read from; for `on` and `ignoring` those of both sides. */
  readonly of: readonly LogPipeline[];
}

/** A stage of a pipeline. */
export type LogStage = Span &
  (
    | {
        /** `|= "error" or "fatal"`: any of the values. */
        readonly kind: 'line filter';
        readonly op: '|=' | '!=' | '|~' | '!~' | '|>' | '!>';
        readonly values: readonly string[];
      }
    | {
        /** `| json`, `| logfmt status="code"` or `| pattern "<ip> <_>"` */
        readonly kind: 'parser';
        readonly parser: 'json' | 'logfmt' | 'regexp' | 'pattern' | 'unpack';
        /** Of `regexp` and `pattern`. */
        readonly pattern?: string;
        /** Labels it extracts. @default - one for each field of the line */
        readonly labels?: readonly Name[];
      }
    | {
        /** `| status >= 500 and method = "GET"`: all comparisons, whatever operator joins them. */
        readonly kind: 'label filter';
        readonly comparisons: readonly LabelComparison[];
      }
    | {
        /** `| label_format host=instance, text="{{.level}}"` */
        readonly kind: 'label_format';
        /** `of` is the label that is renamed; without it, a template computes the value. */
        readonly labels: readonly (Name & { readonly of?: string })[];
      }
    | {
        /** `| drop level, job="a"` or `| keep level` */
        readonly kind: 'drop' | 'keep';
        /** `some`: dropped or kept only for one of its values. */
        readonly labels: readonly (Name & { readonly some: boolean })[];
      }
    /** `| line_format "{{.message}}"` */
    | { readonly kind: 'line_format'; readonly template: string }
    | { readonly kind: 'decolorize' }
    /** `| unwrap duration(took)`; without a conversion, the value is a number. */
    | { readonly kind: 'unwrap'; readonly label: Name; readonly conversion?: string }
  );

/** One comparison of a label filter. */
export interface LabelComparison extends Span {
  readonly label: string;
  readonly op: string;
  /** A text without its quotes; a number, duration or size as it was written. */
  readonly value: string;
}

/**
 * The possible labels of lines after some stages, without `__error__` and `__error_details__`. 'unknown' means any: a
 * parser creates a label for each field. After `keep` they are known again.
 *
 * @param ofStreams labels of the streams, and those that Loki adds to each line, such as `detected_level`.
 */
export function labelsBehind(
  stages: readonly LogStage[],
  ofStreams: readonly string[],
): ReadonlySet<string> | 'unknown' {
  let labels: ReadonlySet<string> | 'unknown' = new Set(ofStreams);
  for (const stage of stages) labels = labelsAfter(stage, labels);
  return labels;
}

function labelsAfter(stage: LogStage, before: ReadonlySet<string> | 'unknown'): ReadonlySet<string> | 'unknown' {
  if (stage.kind === 'keep') {
    const kept = stage.labels.map(({ name }) => name);
    return new Set(before === 'unknown' ? kept : kept.filter((name) => before.has(name)));
  }
  if (before === 'unknown' || (stage.kind === 'parser' && !stage.labels)) return 'unknown';
  const labels = new Set(before);
  if (stage.kind === 'unwrap') labels.delete(stage.label.name);
  if (stage.kind === 'drop') for (const { name, some } of stage.labels) if (!some) labels.delete(name);
  if (stage.kind === 'label_format') for (const { of } of stage.labels) if (of) labels.delete(of);
  if (stage.kind === 'parser' || stage.kind === 'label_format') {
    for (const { name } of stage.labels ?? []) labels.add(name);
  }
  return labels;
}
