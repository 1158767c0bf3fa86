import type { Model } from '../kit/model.ts';
import { type ObjectView, objectView } from './object-view.ts';
import { type QueryView, queryView } from './query-view.ts';
import { type TextView, textView } from './text-view.ts';

/** An output as checks see it: the model with its indexes. */
export interface Stack extends Omit<Model, 'objects'>, ObjectView, QueryView, TextView {}

/** Indexes a model once, for all checks. */
export function stackOf(model: Model): Stack {
  return { ...model, ...objectView(model), ...queryView(model), ...textView() };
}
