import type { Matcher } from './query-text.ts';
import { matchesRegex, regexProblem } from './regex.ts';

/** Whether a matcher matches a value; empty means a missing label. An invalid regular expression matches nothing. */
export function takes({ op, value }: Pick<Matcher, 'op' | 'value'>, given: string): boolean {
  if (op === '=' || op === '!=') return (value === given) === (op === '=');
  return regexProblem(value) === undefined && matchesRegex(value, given) === (op === '=~');
}
