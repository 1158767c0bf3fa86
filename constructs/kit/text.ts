/**
 * Text that every program reads as it is written. YAML refuses control characters, or takes some of them for line breaks;
 * a container's environment ends at a null; half of a surrogate pair is no character in UTF-8.
 *
 * @see https://yaml.org/spec/1.1/#c-printable
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it is about.
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u;

/** What breaks a sentence, hides in it or turns it around. */
const INVISIBLE = new RegExp(`${UNWRITABLE.source}|[\\n\\r\\t\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069]`, 'gu');

/** Whether every program reads a text as it is written. */
export function isWritable(text: unknown): text is string {
  return typeof text === 'string' && !UNWRITABLE.test(text);
}

/** The first character that not every program reads as it is written. */
export function unwritable(text: string): string | undefined {
  return UNWRITABLE.exec(text)?.[0];
}

/** A text on one line, with escapes for what can't be seen, and cut where it is long. */
export function visible(text: string, most = Number.POSITIVE_INFINITY): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
