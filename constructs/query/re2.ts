/** Most that a repetition counts to. */
const MOST = 1000;

const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/** What differs between RE2 and JavaScript: quoted texts, escapes, what a group begins with, and repetitions. */
const PIECE = /\\Q(.*?)(?:\\E|$)|\\(.)|\(\?([^:>=!)]*[:>=!)])|\[:\^?[a-z]+:\]|\{(\d+)(?:,(\d*))?\}/gsu;

/** What may stand behind a backslash. */
const ESCAPES = /[aftnrvAzbBdDsSwWpPx0-7]|\W|_/;

/**
 * Reads a regular expression of Prometheus, Loki and Go, as one that a whole text must match.
 *
 * It is read by JavaScript, after what only one of the two knows is refused or translated. A flag such as `(?i)` holds
 * for all of it, and `[[:alpha:]]` is any letter or digit.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function re2(pattern: string): { readonly regex: RegExp } | { readonly message: string } {
  const message = unknownToRe2(pattern);
  if (message) return { message };
  try {
    // Alone first, as one that closes a group too many would fit into the parentheses.
    const source = new RegExp(toJavaScript(pattern)).source;
    return { regex: new RegExp(`^(?:${source})$`, /\(\?[a-zA-Z]*i/.test(pattern) ? 'is' : 's') };
  } catch (error) {
    const [reason = ''] = /[^:]*$/.exec((error as Error).message) ?? [];
    return {
      message: `the regular expression is wrong: ${reason.trim().replace(/^[A-Z]/, (first) => first.toLowerCase())}`,
    };
  }
}

/** What is wrong with a regular expression. */
export function wrongRegex(pattern: string): string | undefined {
  const read = re2(pattern);
  return 'message' in read ? read.message : undefined;
}

/** The names of its groups, in their order. */
export function groupsOf(pattern: string): string[] {
  return [...pattern.matchAll(/\(\?P?<(\w+)>/g)].map(([, name = '']) => name);
}

function unknownToRe2(pattern: string): string | undefined {
  for (const { 0: piece, 2: escaped, 3: group, 4: least, 5: most } of pattern.matchAll(PIECE)) {
    if (/^<?[=!]/.test(group ?? '')) {
      return `the regular expression looks around with '${piece}', which RE2 can't; match the whole value instead`;
    }
    if (/^[1-9]$/.test(escaped ?? '')) {
      return `the regular expression repeats a group by '${piece}', which RE2 can't; write what is meant`;
    }
    if (escaped !== undefined && !ESCAPES.test(escaped)) {
      return `the regular expression has '${piece}', which RE2 doesn't know; write '${escaped}' if that is meant`;
    }
    if (Math.max(Number(least ?? 0), Number(most ?? 0)) > MOST) {
      return `the regular expression repeats by '${piece}', but at most ${MOST} times is possible`;
    }
  }
  return undefined;
}

function toJavaScript(pattern: string): string {
  return pattern.replaceAll(PIECE, (piece, quoted?: string, escaped?: string, group?: string) => {
    if (quoted !== undefined) return quoted.replaceAll(SPECIAL, '\\$&');
    if (escaped === 'A') return '^';
    if (escaped === 'z') return '$';
    if (group?.startsWith('P<')) return `(?${group.slice(1)}`;
    if (group && /^[imsU-]+\)$/.test(group)) return '';
    if (group && /^[imsU-]+:$/.test(group)) return '(?:';
    return piece.startsWith('[:') ? '\\w' : piece;
  });
}
