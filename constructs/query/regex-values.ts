/** More values than these are no list. */
const MOST = 100;

/** Values, and where in the pattern what is behind them begins. */
interface Read {
  readonly values: readonly string[];
  readonly to: number;
}

/** The values that a regular expression takes, where it lists them: `GET|WATCH(LIST)?`. @default - too many to list. */
export function valuesTaken(pattern: string): readonly string[] | undefined {
  const read = choices(pattern, 0);
  return read?.to === pattern.length ? read.values : undefined;
}

/** What stands between bars, up to a closing parenthesis or the end. */
function choices(pattern: string, from: number): Read | undefined {
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
    const next = piece(pattern, at);
    if (!next) return undefined;
    const isOptional = pattern[next.to] === '?';
    const endings = isOptional ? [...next.values, ''] : next.values;
    values = values.flatMap((beginning) => endings.map((ending) => beginning + ending));
    if (before.length + values.length > MOST) return undefined;
    at = isOptional ? next.to + 1 : next.to;
  }
  return { values: [...before, ...values], to: at };
}

/** A letter, a group or a list of letters. Everything else takes more than can be listed. */
function piece(pattern: string, at: number): Read | undefined {
  const [group] = /^\((?:\?:)?(?!\?)/.exec(pattern.slice(at)) ?? [];
  if (group) {
    const inside = choices(pattern, at + group.length);
    return inside && pattern[inside.to] === ')' ? { ...inside, to: inside.to + 1 } : undefined;
  }
  const [letters, listed] = /^\[([^\]\\^-]+)\]/.exec(pattern.slice(at)) ?? [];
  if (letters !== undefined && listed !== undefined) return { values: [...listed], to: at + letters.length };
  const [letter] = /^(?:\\\W|[^\\^$.*+?()[\]{}|])/.exec(pattern.slice(at)) ?? [];
  return letter === undefined ? undefined : { values: [letter.slice(-1)], to: at + letter.length };
}
