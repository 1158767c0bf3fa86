import { type App, Chart, type Duration, type Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Dashboard, Receiver } from '../../../constructs/index.ts';
import type { Panel } from '../../../constructs/kit/dashboards/dashboard.ts';
import type { Variable } from '../../../constructs/kit/dashboards/dashboard-json.ts';
import type { KEY } from '../walk.ts';

/**
 * An example of everything that users of the public API write, with all of its props: one without a value here does not
 * compile. A record has the key `kkey`, a list an item.
 */

type Leaf =
  | Duration
  | Size
  | Cpu
  | Construct
  | Receiver
  | Dashboard
  | Panel
  | Variable
  | RegExp
  | Iterable<never>
  | ((...args: never) => unknown);

/** All props, down to the last one. */
export type Whole<T> = T extends string | number | boolean | undefined | Leaf
  ? T
  : T extends readonly [unknown, ...unknown[]]
    ? { readonly [Index in keyof T]: Whole<T[Index]> }
    : T extends readonly (infer Item)[]
      ? readonly [Whole<Item>, ...Whole<Item>[]]
      : string extends keyof T
        ? { readonly [Key in typeof KEY]: Whole<T[keyof T]> }
        : { readonly [Prop in keyof T]-?: Whole<Exclude<T[Prop], undefined>> };

export interface Example {
  readonly props: object;
  // biome-ignore lint/suspicious/noExplicitAny: with a text in some place that is none of its type.
  readonly build: (app: App, id: string, props: any) => void;
}

/** Checks that nothing is missing, and forgets the type. */
export function example<Props>(
  props: Whole<Props> & object,
  build: (app: App, id: string, props: Props) => void,
): Example {
  return { props, build };
}

/** In a chart of its own. */
export const inChart =
  <Props>(make: new (scope: Construct, id: string, props: Props) => unknown) =>
  (app: App, id: string, props: Props) => {
    new make(new Chart(app, id), 'part', props);
  };
