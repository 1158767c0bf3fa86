/** Every place of text in an example. */

/** Keys and indexes; `KEY` at the end means the name of the last one. */
export interface Place {
  readonly at: readonly string[];
  readonly isKey: boolean;
}

/** The key of every record of an example: names that users choose. */
export const KEY = 'kkey';

/** Whether it is made of props, not of a class. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The places of all texts. */
export function textPlaces(value: unknown, at: readonly string[] = []): Place[] {
  if (typeof value === 'string') return [{ at, isKey: false }];
  const isList = Array.isArray(value);
  // A dashboard, or a receiver, is made by a function that has an example of its own.
  if ((!isList && !isPlain(value)) || 'json' in Object(value) || 'config' in Object(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(!isList && key === KEY ? [{ at: [...at, key], isKey: true }] : []),
    ...textPlaces(inner, [...at, key]),
  ]);
}

/** The places of an example, without what all examples have and some are for. */
export function placesOf(props: object): Place[] {
  const isShared = ({ at: [first] }: Place) => first === 'installation' || (first === 'namespace' && 'of' in props);
  const own = textPlaces(props).filter((place) => !isShared(place));
  return own.length > 0 ? own : textPlaces(props);
}

/** Its name in reports, such as `env.kkey` or `env.kkey (name)`. */
export function nameOf({ at, isKey }: Place): string {
  return `${at.join('.')}${isKey ? ' (name)' : ''}`;
}

/** A copy with another text in one place. */
export function replaced(value: unknown, { at: [key, ...rest], isKey }: Place, text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, { at: rest, isKey }, text) : item));
  // As a literal writes it: `__proto__` is a key of its own.
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, inner]): [string, unknown] => {
      if (name !== key) return [name, inner];
      return isKey && rest.length === 0 ? [text, inner] : [name, replaced(inner, { at: rest, isKey }, text)];
    }),
  );
}
