import { type Problem, problem, type Span } from './query-text.ts';

/** A token of an action `{{ … }}`. */
export interface TemplateToken extends Span {
  readonly kind:
    | ('string' | 'number' | 'char' | 'variable' | 'field' | 'dot' | 'word')
    | ('declare' | 'assign' | 'pipe' | 'open' | 'close' | 'comma' | 'other');
  readonly text: string;
  /** Whether white space precedes it: operands are separated by it. */
  readonly spaced: boolean;
}

/** An action, with the offsets of its braces. */
export interface TemplateAction extends Span {
  readonly tokens: readonly TemplateToken[];
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;

/** In the order in which they are tried. */
const TOKENS: readonly (readonly [TemplateToken['kind'], string])[] = [
  ['string', '"(?:[^"\\\\\\n]|\\\\[^\\n])*"|`[^`]*`'],
  ['char', String.raw`'(?:[^'\\\n]|\\[^\n])+'`],
  ['number', String.raw`[+-]?(?:\d|\.\d)(?:[\p{L}\p{N}_.]|(?<=[eEpP])[+-])*`],
  ['variable', String.raw`\$[\p{L}\p{N}_]*`],
  ['field', String.raw`\.${NAME}`],
  ['dot', String.raw`\.`],
  ['word', NAME],
  ['declare', ':='],
  ['assign', '='],
  ['pipe', String.raw`\|`],
  ['open', String.raw`\(`],
  ['close', String.raw`\)`],
  ['comma', ','],
  ['other', String.raw`\S`],
];

const TOKEN = new RegExp(String.raw`(?<space>\s*)(?:${TOKENS.map(([, source]) => `(${source})`).join('|')})`, 'yu');
/** What may follow a name without white space. */
const MAY_FOLLOW = /^(field|dot|declare|pipe|open|close|comma)$/;
/** A comment follows at once. */
const OPENING = /\{\{(?:-\s)?/g;
const CLOSING = /\s*(?:(?<=\s)-)?\}\}/y;
const COMMENT_START = '/*';
const COMMENT = /\/\*(?:(?!\*\/)[\s\S])*\*\/(?:\s-)?\}\}/y;

/** Splits a template into its actions, up to the first that is not closed. Text and comments are skipped. */
export function actionsIn(text: string): { readonly actions: readonly TemplateAction[]; readonly unclosed?: Problem } {
  const actions: TemplateAction[] = [];
  let from = nextMatch(OPENING, text, 0)?.index;
  while (from !== undefined) {
    const inside = from + (nextMatch(OPENING, text, from)?.[0].length ?? 0);
    const comment = nextMatch(COMMENT, text, inside);
    if (!comment && text.startsWith(COMMENT_START, inside)) {
      return { actions, unclosed: problem({ from, to: from + 2 }, 'a comment that begins here is not closed by */}}') };
    }
    const action = comment ? undefined : actionFrom(text, from, inside);
    if (action && 'unclosed' in action) return { actions, unclosed: action.unclosed };
    if (action) actions.push(action);
    const end = action ? action.to : inside + (comment?.[0].length ?? 0);
    from = nextMatch(OPENING, text, end)?.index;
  }
  return { actions };
}

function actionFrom(text: string, from: number, inside: number): TemplateAction | { readonly unclosed: Problem } {
  const tokens: TemplateToken[] = [];
  let at = inside;
  while (at < text.length) {
    const end = nextMatch(CLOSING, text, at);
    if (end) return { from, to: at + end[0].length, tokens };
    const found = nextMatch(TOKEN, text, at);
    if (!found) break;
    const { space = '' } = found.groups ?? {};
    const groups = found.slice(2);
    const index = groups.findIndex((group) => group !== undefined);
    const start = at + space.length;
    at += found[0].length;
    const token = { kind: TOKENS[index]?.[0] ?? 'other', text: text.slice(start, at), from: start, to: at };
    if (token.kind === 'other' && /["'`]/.test(token.text))
      return { unclosed: problem(token, `unclosed ${token.text}`) };
    if (token.text === '{') break;
    const last = tokens.at(-1);
    if (space === '' && /^(word|field|variable)$/.test(last?.kind ?? '') && !MAY_FOLLOW.test(token.kind)) {
      return { unclosed: problem(token, `unexpected '${token.text}' behind '${last?.text}'`) };
    }
    tokens.push({ ...token, spaced: space !== '' });
  }
  return { unclosed: problem({ from, to: from + 2 }, 'an action that begins here is not closed by }}') };
}

function nextMatch(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
