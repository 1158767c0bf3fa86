import type { Span } from './query-text.ts';

/** A Grafana variable in a text. */
export interface VariableUse extends Span {
  readonly name: string;
}

/**
 * Forms of variables: `$name`, `${name}`, `${name:format}`, `${name.field}` or `[[name]]`. `$1` is not one: it is a capture
 * group in `label_replace`.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/
 */
export const VARIABLE = /\$(?!\d+\b)\w+|\$\{(?!\d+\})\w+(?:\.[^:}]+)?(?::[^}]+)?\}|\[\[\w+(?::\w+)?\]\]/;

const VARIABLES = new RegExp(VARIABLE, 'g');

/** The variables in a text, including those within quotes, in their order. */
export function variablesIn(text: string): VariableUse[] {
  if (!text.includes('$') && !text.includes('[[')) return []; // the common case
  return [...text.matchAll(VARIABLES)].map(({ 0: spelled, index }) => ({
    name: nameOfVariable(spelled),
    from: index,
    to: index + spelled.length,
  }));
}

/** The names of the variables in a text, each once. */
export function variableNames(text: string): string[] {
  return [...new Set(variablesIn(text).map(({ name }) => name))];
}

/** The name in `${name:format}`. */
export function nameOfVariable(spelled: string): string {
  return /\w+/.exec(spelled)?.[0] ?? '';
}
