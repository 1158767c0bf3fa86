import type { Matcher } from './query-text.ts';
import { re2, wrongRegex } from './re2.ts';

/** Whether a matcher takes a value; the empty one stands for a missing label. False if its regular expression is wrong. */
export function takes({ op, value }: Pick<Matcher, 'op' | 'value'>, given: string): boolean {
  if (op === '=' || op === '!=') return (value === given) === (op === '=');
  const read = re2(value);
  return 'regex' in read && read.regex.test(given) === (op === '=~');
}

/** What is wrong with the regular expression of a matcher. */
export function wrongPattern({ op, value }: Pick<Matcher, 'op' | 'value'>): string | undefined {
  return op === '=~' || op === '!~' ? wrongRegex(value) : undefined;
}
