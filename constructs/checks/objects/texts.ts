/** A text within a file, and the keys that lead to it. */
export interface Text {
  readonly keys: readonly string[];
  readonly text: string;
}

/** All texts in a value, in the order of the file. */
export function textsIn(value: unknown): Text[] {
  const texts: Text[] = [];
  collect(value, [], texts);
  return texts;
}

/** `keys` is one list for the whole way: most values are no texts, and need no list of their own. */
function collect(value: unknown, keys: string[], texts: Text[]): void {
  if (typeof value === 'string') texts.push({ keys: [...keys], text: value });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    keys.push(key);
    collect(item, keys, texts);
    keys.pop();
  }
}
