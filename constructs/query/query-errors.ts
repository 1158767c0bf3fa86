import { nearest } from './nearest.ts';
import { problemAt, type SyntaxProblem } from './query-text.ts';
import { TAKES_LABELS, type Token } from './query-tokens.ts';
import type { Found } from './query-tree.ts';

/** What is particular to a language when a query can't be read. */
export interface Vocabulary {
  /** What can be called: functions and aggregations. */
  readonly functions: ReadonlySet<string>;
  /** Words before a parenthesis that call nothing, in lower case. */
  readonly keywords: ReadonlySet<string>;
  /** Calls whose names are written in any case. */
  readonly anyCase: (name: string) => boolean;
  /** What an expression can begin with. */
  readonly expression: string;
  /** What is expected behind a whole expression, outside brackets. */
  readonly continued: string;
  /** What is expected behind a `|`. @default - there is none in the language. */
  readonly stage?: string;
  /** What is said of a mistake that is made in this language only. */
  readonly particular: (before: readonly Token[], found: Token | undefined) => string | undefined;
}

const COMPARES_LABELS = /^(=|!=|=~|!~)$/;

const TOO_LARGE =
  'the query is too long, or nests too deeply, to be read; split it, with recording rules for its parts';

/** The grammars give up after some 1300 pieces, or 2800 open parentheses, as if something stood in the wrong place. */
const TOO_MANY_PIECES = 1000;

/** Reads a query, unless it nests more deeply than the stack is. */
export function withinStack<Parsed>(text: string, read: () => Parsed): Parsed | Unread {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problems: [problemAt(text, { from: 0, to: text.length }, TOO_LARGE)] };
  }
}

/** A query that can't be read. */
export interface Unread {
  readonly problems: readonly SyntaxProblem[];
}

/** Says why a query can't be read beyond an offset, from the pieces around it. */
export function explain(pieces: readonly Token[], at: number, vocabulary: Vocabulary): Found {
  const code = pieces.filter(({ kind }) => kind !== 'comment');
  const found = code.find(({ to }) => to > at);
  const before = code.filter(({ to }) => to <= at);
  const span = found ? { from: found.from, to: found.to } : { from: at, to: at };
  if (before.length > TOO_MANY_PIECES) return { at: span, message: TOO_LARGE };
  const missing = code.length === 0 ? 'the query is empty' : undefined;
  const unknown = unknownCall(code, vocabulary);
  if (unknown) return unknown;
  const what = found ? quoted(found) : 'the end';
  const message =
    missing ??
    vocabulary.particular(before, found) ??
    ungrouped(before, found) ??
    `${what} can't stand here; expected ${expected(before, vocabulary)}`;
  return { at: span, message };
}

/** A call of something that can't be called. */
function unknownCall(code: readonly Token[], { functions, keywords, anyCase }: Vocabulary): Found | undefined {
  const call = code.find(
    ({ kind, text }, index) =>
      code[index + 1]?.text === '(' &&
      !TAKES_LABELS.test(code[index - 1]?.text ?? '') &&
      ((kind === 'word' &&
        !keywords.has(text.toLowerCase()) &&
        !functions.has(anyCase(text) ? text.toLowerCase() : text)) ||
        kind === 'variable'),
  );
  if (!call) return undefined;
  const { text, from, to } = call;
  if (call.kind === 'variable') {
    return { at: { from, to }, message: `a variable can't name a function; write the name instead of '${text}'` };
  }
  const meant = nearest(text.toLowerCase(), functions);
  const remedy = meant ? `did you mean '${meant}'?` : 'see the list of functions in its documentation';
  return { at: { from, to }, message: `'${text}' is no function; ${remedy}` };
}

function ungrouped(before: readonly Token[], found: Token | undefined): string | undefined {
  if (found && /^group_(left|right)$/i.test(found.text) && within(before) !== 'labels') {
    return `'${found.text}' needs 'on (…)' or 'ignoring (…)' before it`;
  }
  return undefined;
}

function expected(before: readonly Token[], { expression, continued, stage }: Vocabulary): string {
  const last = before.at(-1);
  const place = within(before);
  const begins = !last || /^[([{,]$/.test(last.text);
  if (place === '{') {
    if (begins) return `a label and what it must be, such as job="…"`;
    if (last.kind === 'string' && COMPARES_LABELS.test(before.at(-2)?.text ?? '')) return "',' or '}'";
    return COMPARES_LABELS.test(last.text) ? 'a text in quotes' : "'=', '!=', '=~' or '!~'";
  }
  if (place === '[') return begins || last.text === ':' ? 'a duration, such as 5m' : "']'";
  if (place === 'labels') return begins ? 'the name of a label' : "',' or ')'";
  if (last && TAKES_LABELS.test(last.text)) return 'labels in parentheses, such as (job)';
  if (last && /^offset$/i.test(last.text)) return 'a duration, such as 5m';
  if (last?.text === '@') return "a time stamp, 'start()' or 'end()'";
  if (stage && last?.text === '|') return stage;
  if (stage && last && /^(\|[=~>]|![=~>])$/.test(last.text)) return 'a text in quotes';
  if (begins || last.kind === 'sign') return expression;
  return place === '(' ? "an operator, ',' or ')'" : continued;
}

/** The innermost bracket that is open; 'labels' for a parenthesis with a list of labels. */
function within(before: readonly Token[]): string | undefined {
  const open: string[] = [];
  before.forEach(({ kind, text }, index) => {
    if (kind !== 'bracket') return;
    if (!/[([{]/.test(text)) open.pop();
    else open.push(text === '(' && TAKES_LABELS.test(before[index - 1]?.text ?? '') ? 'labels' : text);
  });
  return open.at(-1);
}

/** Longest piece that is repeated whole. */
const LONGEST_PIECE = 30;

/** A piece as messages repeat it. */
export function shortened(text: string): string {
  return text.length > LONGEST_PIECE ? `${text.slice(0, LONGEST_PIECE)}…` : text;
}

function quoted({ kind, text }: Token): string {
  const short = shortened(text);
  return kind === 'string' ? short : `'${short}'`;
}
