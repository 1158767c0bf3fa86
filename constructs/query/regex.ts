import { RE2JS, RE2JSSyntaxException } from 're2js';

type Compiled = { readonly matches: (text: string) => boolean } | { readonly problem: string };

/**
 * Letters, dots and bars, with at most one quantifier: RE2 and JavaScript agree on these, and most matchers have nothing
 * else. JavaScript's engine is ready at once; RE2's takes 15 ms for the first pattern.
 */
const SAME_IN_JAVASCRIPT = /^(?:[\w/:,@%=<> .-][+*?]?|\|)*$/;

/** Cache by pattern: the patterns of a job are applied to thousands of series. */
const COMPILED = new Map<string, Compiled>();

function compile(pattern: string): Compiled {
  if (SAME_IN_JAVASCRIPT.test(pattern)) {
    const regex = new RegExp(`^(?:${pattern})$`, 'su');
    return { matches: (text) => regex.test(text) };
  }
  try {
    const regex = RE2JS.compile(pattern, RE2JS.DOTALL);
    return { matches: (text) => regex.testExact(text) };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.input?.replace(/^\(\?s\)/, '') ?? ''; // a dot also matches a line break
    return { problem: `invalid regular expression: ${error.error}${part && part !== pattern ? `: ${part}` : ''}` };
  }
}

function compiled(pattern: string): Compiled {
  const regex = COMPILED.get(pattern) ?? compile(pattern);
  COMPILED.set(pattern, regex);
  return regex;
}

/**
 * Whether a regular expression of Prometheus, Loki or Alertmanager matches a whole string. An invalid one never does.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function matchesRegex(pattern: string, text: string): boolean {
  const regex = compiled(pattern);
  return 'matches' in regex && regex.matches(text);
}

/** Why a regular expression is invalid. @default - it is valid */
export function regexProblem(pattern: string): string | undefined {
  const regex = compiled(pattern);
  return 'problem' in regex ? regex.problem : undefined;
}

/** The names of its capture groups, in their order. */
export function groupNames(pattern: string): string[] {
  return regexProblem(pattern) ? [] : Object.keys(RE2JS.compile(pattern).namedGroups());
}
