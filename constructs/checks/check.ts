import type { Model } from '../kit/model.ts';
import type { Stack } from './stack.ts';

/** A place in the output. */
export interface Place {
  /** Path of the construct, such as `40-dashboards/grafana`. Its first part is the file of dist/. */
  readonly path: string;
  /** Where within it: the alert, panel or scrape job, or the field. */
  readonly at: string;
}

/** A contradiction in the output. Findings that differ in their place alone have one cause. */
export interface Contradiction extends Place {
  /** The value found. */
  readonly value: string;
  /** Why it is wrong. Lower case, no full stop. */
  readonly why: string;
  /** How to fix it, with the nearest valid value. Lower case, no full stop. */
  readonly remedy: string;
  /** The line of the query with carets below it. @default - no excerpt */
  readonly excerpt?: string;
}

/** One property that all parts of an output must satisfy. */
export interface Check {
  /** Stable, in kebab-case: reports and docs/checks.md name it. */
  readonly id: string;
  /** The property, in one sentence. */
  readonly title: string;
  /** What happens in a cluster where it is violated. */
  readonly because: string;
  /** A change that violates it, in words and on a copy of the model: docs/checks.md shows the resulting finding. */
  readonly example: { readonly change: string; readonly plant: (model: Draft<Model>) => void };
  /** All violations. */
  readonly find: (stack: Stack) => readonly Contradiction[];
}

/** A mutable copy. */
export type Draft<T> = T extends (...args: never) => unknown
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? Map<K, Draft<V>>
    : T extends object
      ? { -readonly [Key in keyof T]: Draft<T[Key]> }
      : T;
