/** Largest number of values that counts as a list. */
const MOST = 100;

/** The values of a part of a pattern, and the offset after it. */
interface Part {
  readonly values: readonly string[];
  readonly to: number;
}

/** The values of a regular expression that is a finite list, such as `GET|WATCH(LIST)?`. @default - it is not a list */
export function valuesTaken(pattern: string): readonly string[] | undefined {
  const read = alternatives(pattern, 0);
  return read?.to === pattern.length ? read.values : undefined;
}

/** Alternatives, up to a closing parenthesis or the end. */
function alternatives(pattern: string, from: number): Part | undefined {
  const before: string[] = [];
  let values: string[] = [''];
  let at = from;
  while (at < pattern.length && pattern[at] !== ')') {
    if (pattern[at] === '|') {
      before.push(...values);
      values = [''];
      at += 1;
      continue;
    }
    const next = atom(pattern, at);
    if (!next) return undefined;
    const isOptional = pattern[next.to] === '?';
    const endings = isOptional ? [...next.values, ''] : next.values;
    values = values.flatMap((beginning) => endings.map((ending) => beginning + ending));
    if (before.length + values.length > MOST) return undefined;
    at = isOptional ? next.to + 1 : next.to;
  }
  return { values: [...before, ...values], to: at };
}

/** A letter, a group or a character class without ranges. Everything else is not a list. */
function atom(pattern: string, at: number): Part | undefined {
  const [group] = /^\((?:\?:)?(?!\?)/.exec(pattern.slice(at)) ?? [];
  if (group) {
    const inside = alternatives(pattern, at + group.length);
    return inside && pattern[inside.to] === ')' ? { ...inside, to: inside.to + 1 } : undefined;
  }
  const [letters, listed] = /^\[([^\]\\^-]+)\]/.exec(pattern.slice(at)) ?? [];
  if (letters !== undefined && listed !== undefined) return { values: [...listed], to: at + letters.length };
  const [letter] = /^(?:\\\W|[^\\^$.*+?()[\]{}|])/.exec(pattern.slice(at)) ?? [];
  return letter === undefined ? undefined : { values: [letter.slice(-1)], to: at + letter.length };
}
