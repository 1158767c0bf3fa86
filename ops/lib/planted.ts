import type { Check, Draft } from '../../constructs/checks/check.ts';
import { findings } from '../../constructs/checks/verify.ts';
import type { Finding, Model } from '../../constructs/index.ts';
import { queriesIn } from '../../constructs/kit/written-files.ts';

/** A mutable copy. Instances of a class, such as a `Duration`, are shared: nothing changes them. */
export function copyOf<T>(value: T): Draft<T> {
  if (Array.isArray(value)) return value.map(copyOf) as Draft<T>;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value as Draft<T>;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)])) as Draft<T>;
}

/** The findings in a model after a change of its files, or of its queries: then `queries` are the others. */
export function planted(clean: Model, change: (model: Draft<Model>) => void, checks: readonly Check[]): Finding[] {
  const copy = copyOf({ ...clean, queries: [] as Model['queries'] });
  change(copy);
  copy.queries.unshift(...queriesIn(copy.files));
  return findings(copy as unknown as Model, checks);
}
