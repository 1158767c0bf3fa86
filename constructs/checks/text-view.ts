/** A string within a file, and the keys that lead to it. */
export interface Text {
  readonly keys: readonly string[];
  readonly text: string;
}

/** The strings of an output. */
export interface TextView {
  /** All strings in the content of a file, in their order. */
  readonly texts: (content: unknown) => readonly Text[];
}

/** Walks each file once and caches the result. */
export function textView(): TextView {
  const known = new Map<unknown, readonly Text[]>();
  return {
    texts: (content) => {
      const texts = known.get(content) ?? textsIn(content);
      known.set(content, texts);
      return texts;
    },
  };
}

function textsIn(value: unknown): Text[] {
  const texts: Text[] = [];
  collect(value, [], texts);
  return texts;
}

/** `keys` is one mutable list for the whole walk: most values are no strings and need no list of their own. */
function collect(value: unknown, keys: string[], texts: Text[]): void {
  if (typeof value === 'string') texts.push({ keys: [...keys], text: value });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    keys.push(key);
    collect(item, keys, texts);
    keys.pop();
  }
}
