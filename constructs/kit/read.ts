import { isWritable } from './text.ts';
import { code, isCpu, isDuration, isPlain, isSize, shown } from './values.ts';

/**
 * Reads a value whose type is only known to the compiler: it may come from JavaScript, `as any` or `process.env.X!`. A wrong
 * one is added to `problems` and replaced by a stand-in: constructors go on, so that one run reports all problems.
 */
export type Read<Value> = (prop: string, value: unknown, problems: string[]) => Value;

/** Readers for the props of an object. Props without a reader are kept as they are. */
export type Shape<Props> = { readonly [Prop in keyof Props]?: Read<Props[Prop]> };

/** A valid value, or the stand-in. `must` completes the sentence: what is allowed, with an example. */
export function kind<Value>(
  fits: (value: unknown) => boolean,
  must: string | (() => string),
  standIn: Value,
  show = shown,
): Read<Value> {
  return (prop, value, problems) => {
    if (fits(value)) return value as Value;
    problems.push(`'${prop}' (${show(value)}) must be ${typeof must === 'string' ? must : must()}`);
    return standIn;
  };
}

/** A value of the same type as an example. An object must have all keys of the example. */
export function like<Value>(example: Value): Read<Value>;
export function like(example: unknown): Read<unknown> {
  const such = (must: string, fits: (value: unknown) => boolean) =>
    kind(fits, () => `${must}; for example ${code(example)}`, example);
  if (isDuration(example)) return such('a Duration', isDuration);
  if (isSize(example)) return such('a Size', isSize);
  if (isCpu(example)) return such('a Cpu', isCpu);
  if (Array.isArray(example)) return example.length > 0 ? list(like(example[0]), example) : list(asItIs);
  if (isPlain(example)) return shape(mapped(example, like), example);
  const sameType = (value: unknown) => typeof value === typeof example;
  switch (typeof example) {
    case 'function':
      return kind(sameType, 'a function', example);
    case 'boolean':
      return kind(sameType, 'true or false', example);
    case 'number':
      return such('a number', sameType);
    default:
      return text(such('text', sameType), such('text without control characters', isWritable));
  }
}

/** A string, of characters that every program reads alike. */
function text(ofType: Read<unknown>, ofCharacters: Read<unknown>): Read<unknown> {
  return (prop, value, problems) => (typeof value === 'string' ? ofCharacters : ofType)(prop, value, problems);
}

const asItIs: Read<unknown> = (_, value) => value;

/** One of a set of strings. */
export function oneOf<Word extends string>(...words: readonly [Word, ...Word[]]): Read<Word> {
  return kind((value) => words.some((word) => word === value), words.map((word) => `'${word}'`).join(' or '), words[0]);
}

/** Optional: as `read` reads it, or undefined. */
export function optional<Value>(read: Read<Value>): Read<Value | undefined> {
  return (prop, value, problems) => {
    if (value === undefined || value === null) return undefined;
    const before = problems.length;
    const usable = read(prop, value, problems);
    return problems.length > before ? undefined : usable;
  };
}

/** A list; each item is read. */
export function list<Value>(read: Read<Value>, example?: readonly Value[]): Read<readonly Value[]> {
  const whole: Read<readonly unknown[]> = kind(Array.isArray, () => `a list${exampleOf(example)}`, []);
  return (prop, value, problems) =>
    whole(prop, value, problems).map((item, index) => read(`${prop}[${index}]`, item, problems));
}

/** An object with arbitrary keys; each value is read. */
export function record<Value>(
  read: Read<Value>,
  example?: Readonly<Record<string, Value>>,
): Read<Readonly<Record<string, Value>>> {
  const whole: Read<Readonly<Record<string, unknown>>> = kind(isPlain, () => `an object${exampleOf(example)}`, {});
  return (prop, value, problems) =>
    mapped(whole(prop, value, problems), (inner, key) => read(`${prop}.${key}`, inner, problems));
}

/** An object with known props. If it is valid, the same object is returned: some are compared by identity. */
export function shape<Props extends object>(props: Shape<Props>, example: Props): Read<Props> {
  const whole = kind(isPlain, () => `an object${exampleOf(example)}`, example);
  return (prop, value, problems) => {
    const before = problems.length;
    const given = whole(prop, value, problems);
    const read = mapped(props as Shape<Record<string, unknown>>, (one, key) =>
      one?.(prop === '' ? key : `${prop}.${key}`, Reflect.get(given, key), problems),
    );
    return problems.length > before ? { ...given, ...read } : given;
  };
}

function exampleOf(example: object | undefined): string {
  return example === undefined || Object.keys(example).length === 0 ? '' : `; for example ${code(example)}`;
}

function mapped<In, Out>(
  values: Readonly<Record<string, In>>,
  change: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}
