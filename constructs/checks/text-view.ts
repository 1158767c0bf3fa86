/** A text within a file, and the keys that lead to it. */
export interface Text {
  readonly keys: readonly string[];
  readonly text: string;
}

/** The texts of an output. */
export interface TextView {
  /** All texts in the content of a file, in their order. */
  readonly texts: (content: unknown) => readonly Text[];
}

/** Reads each file once, for whoever asks first. */
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
