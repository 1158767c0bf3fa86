import { TAKES_LABELS, type Token } from './query-tokens.ts';
import { nameOfVariable, type VariableUse } from './query-variables.ts';

/** A query in which something the grammar knows stands for each variable, with the same length. */
export interface MaskedQuery {
  readonly text: string;
  /** The variables that were replaced: all but those within quotes. */
  readonly variables: readonly VariableUse[];
}

/** What stands for a variable. A number is a duration too, in PromQL. */
type StandIn = 'name' | 'number' | 'duration';

const STAND_INS: Readonly<Record<StandIn, (length: number) => string>> = {
  name: (length) => 'v'.repeat(length),
  number: (length) => '1'.padStart(length, '0'),
  duration: (length) => '1s'.padStart(length, '0'),
};

/** Replaces the variables of a query outside quotes, so that a grammar can read it and columns stay right. */
export function maskVariables(text: string, pieces: readonly Token[], language: 'promql' | 'logql'): MaskedQuery {
  const variables: VariableUse[] = [];
  const around: string[] = [];
  let masked = '';
  let done = 0;
  const code = pieces.filter(({ kind }) => kind !== 'comment');
  code.forEach((piece, index) => {
    const before = code[index - 1];
    if (piece.kind === 'bracket') {
      if (/[([{]/.test(piece.text))
        around.push(piece.text === '(' && TAKES_LABELS.test(before?.text ?? '') ? 'labels' : piece.text);
      else around.pop();
    }
    if (piece.kind !== 'variable') return;
    const standIn = standInFor(before, piece, code[index + 1], around.at(-1), language);
    masked += text.slice(done, piece.from) + STAND_INS[standIn](piece.text.length);
    done = piece.to;
    variables.push({ name: nameOfVariable(piece.text), from: piece.from, to: piece.to });
  });
  return { text: masked + text.slice(done), variables };
}

function standInFor(
  before: Token | undefined,
  { from, to }: Token,
  after: Token | undefined,
  within: string | undefined,
  language: 'promql' | 'logql',
): StandIn {
  if (within === '{' || within === 'labels') return 'name';
  const joined = before?.to === from && ['word', 'number', 'variable'].includes(before.kind) ? before : undefined;
  const continued = after?.from === to && ['word', 'number', 'variable'].includes(after.kind);
  if (within === '[' || /^offset$/i.test(before?.text ?? '')) {
    return language === 'logql' && !joined && !continued ? 'duration' : 'number';
  }
  if (joined || continued) return joined && joined.kind !== 'word' ? 'number' : 'name';
  return /^[[{(]$/.test(after?.text ?? '') || before?.text === '|' ? 'name' : 'number';
}
