import type { Model } from '../kit/model.ts';
import type { Stack } from './stack.ts';

/** A place in the output. */
export interface Place {
  /** Path of the construct, such as `40-dashboards/grafana`. Its first part is the file of dist/. */
  readonly path: string;
  /** Where within it: who asks, or which field. */
  readonly at: string;
}

/** Something in the output that can't work. Those that differ in their place alone have one cause. */
export interface Contradiction extends Place {
  /** What stands there. */
  readonly value: string;
  /** Why it can't work. Lower case, no full stop. */
  readonly why: string;
  /** What to do, and the nearest thing that would work. Lower case, no full stop. */
  readonly remedy: string;
  /** The line of a query that it is in, with carets below it. @default - none is shown */
  readonly excerpt?: string;
}

/** One thing that all parts of an output must agree about. */
export interface Check {
  /** Stable, in kebab-case: reports and docs/checks.md name it. */
  readonly id: string;
  /** What holds, in one sentence. */
  readonly title: string;
  /** What happens in a cluster where it doesn't hold. */
  readonly because: string;
  /** A change that breaks it, in words and on a copy of the model: docs/checks.md shows what is said then. */
  readonly example: { readonly change: string; readonly plant: (model: Draft<Model>) => void };
  /** Everything that contradicts. */
  readonly find: (stack: Stack) => readonly Contradiction[];
}

/** A copy that may be changed. */
export type Draft<T> = T extends (...args: never) => unknown
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? Map<K, Draft<V>>
    : T extends object
      ? { -readonly [Key in keyof T]: Draft<T[Key]> }
      : T;
