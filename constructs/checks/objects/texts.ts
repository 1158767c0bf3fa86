/** A text within a file, and the keys that lead to it. */
export interface Text {
  readonly keys: readonly string[];
  readonly text: string;
}

/** All texts in a value, in the order of the file. */
export function textsIn(value: unknown, keys: readonly string[] = []): Text[] {
  if (typeof value === 'string') return [{ keys, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...keys, key]));
}
