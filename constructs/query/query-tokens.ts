import type { Span } from './query-text.ts';
import { VARIABLE } from './query-variables.ts';

/** A piece of a query. Space is none. */
export interface Token extends Span {
  readonly kind: 'comment' | 'string' | 'variable' | 'word' | 'number' | 'bracket' | 'sign';
  readonly text: string;
}

/** Words with a list of labels in parentheses behind them. */
export const TAKES_LABELS = /^(by|without|on|ignoring|group_left|group_right)$/i;

const TEXT = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`/;

const NEVER = /(?!)/;

const KINDS = ['comment', 'string', 'variable', 'word', 'number', 'bracket', 'sign'] as const;

function pieces(variable: RegExp): RegExp {
  const unclosed = /["'][^\n]*|`[^`]*/;
  const kinds = [
    /#[^\n]*/,
    new RegExp(`${TEXT.source}|${unclosed.source}`),
    variable,
    /[A-Za-z_:][\w:]*/,
    /\.?\d[\w.]*/,
    /[()[\]{}]/,
    /[=!<>|~]+|\S/,
  ];
  return new RegExp(kinds.map(({ source }) => `(${source})`).join('|'), 'gu');
}

const WITH_VARIABLES = pieces(VARIABLE);
const WITHOUT_VARIABLES = pieces(NEVER);

/** The pieces of a query, a comment and a quoted text as one each. Variables are Grafana's. */
export function tokens(text: string, { variables }: { readonly variables: boolean }): Token[] {
  return [...text.matchAll(variables ? WITH_VARIABLES : WITHOUT_VARIABLES)].map((found) => ({
    kind: KINDS[found.findIndex((group, index) => index > 0 && group !== undefined) - 1] ?? 'sign',
    text: found[0],
    from: found.index,
    to: found.index + found[0].length,
  }));
}

const CLOSED = new RegExp(`^(?:${TEXT.source})$`, 'u');

const CLOSED_BY: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The first quote or bracket without its other half. */
export function unpaired(pieces: readonly Token[]): { readonly at: Span; readonly message: string } | undefined {
  const open: Token[] = [];
  for (const piece of pieces) {
    const { kind, text, from } = piece;
    if (kind === 'string' && !CLOSED.test(text)) {
      return {
        at: { from, to: from + 1 },
        message: `${text[0]} is never closed; add another ${text[0]} behind the text`,
      };
    }
    if (kind !== 'bracket') continue;
    if (CLOSED_BY[text]) {
      open.push(piece);
      continue;
    }
    const last = open.pop();
    if (!last) return { at: piece, message: `'${text}' closes nothing; remove it, or open it before` };
    const needed = CLOSED_BY[last.text];
    if (needed !== text) return { at: last, message: `'${last.text}' is closed by '${text}'; it takes '${needed}'` };
  }
  const last = open.at(-1);
  return last && { at: last, message: `'${last.text}' is never closed; add '${CLOSED_BY[last.text]}'` };
}
