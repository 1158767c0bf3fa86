/** Results by what went in, of one function. */
type Results = Map<string, unknown>;

/** Results from one build to the next. Who runs builds may provide it: `ops/run.mjs` does. */
export interface Keeper {
  /** Of the build before: function -> input -> result. */
  readonly before: ReadonlyMap<string, Results>;
  /** Of this build, to be filled. */
  readonly now: Map<string, Results>;
}

/** Where a keeper is found in `globalThis`. */
const KEEPER = Symbol.for('kept results');

/**
 * A pure function from a text to plain data, which takes what it gave in the build before. Its code is all in this
 * folder, `constructs/lib`: when something here changes, nothing is taken.
 */
export function kept<Result>(name: string, produce: (input: string) => Result): (input: string) => Result {
  return (input) => {
    const keeper: Keeper | undefined = Reflect.get(globalThis, KEEPER);
    if (!keeper) return produce(input);
    const now = keeper.now.get(name) ?? new Map<string, unknown>();
    keeper.now.set(name, now);
    if (!now.has(input)) now.set(input, keeper.before.get(name)?.get(input) ?? produce(input));
    return now.get(input) as Result;
  };
}
