import { type PromBinary, type PromExpr, type PromSelector, promChildren } from './promql-ast.ts';
import { AGGREGATIONS, PROM_FUNCTIONS, type PromFunction, type PromType } from './promql-functions.ts';
import { takes } from './query-matcher.ts';
import type { Reading } from './query-tree.ts';

/** The type of an expression. */
export function promType(expr: PromExpr): PromType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'variable':
      return 'any';
    case 'selector':
      return expr.range === undefined ? 'instant vector' : 'range vector';
    case 'subquery':
      return 'range vector';
    case 'call':
      return PROM_FUNCTIONS.get(expr.func)?.gives ?? 'any';
    case 'aggregation':
      return 'instant vector';
    case 'unary':
      return promType(expr.expr);
    case 'binary':
      return binaryType(promType(expr.left), promType(expr.right));
  }
}

function binaryType(left: PromType, right: PromType): PromType {
  if (left === 'scalar' && right === 'scalar') return 'scalar';
  return left === 'any' || right === 'any' ? 'any' : 'instant vector';
}

/** Reports what the grammar accepts but Prometheus refuses, in an expression and all its descendants. */
export function checkPromql(expr: PromExpr, reading: Reading): void {
  for (const child of promChildren(expr)) checkPromql(child, reading);
  switch (expr.kind) {
    case 'selector':
      checkSelector(expr, reading);
      break;
    case 'subquery':
      expect(reading, expr.expr, 'instant vector', 'a subquery');
      break;
    case 'call': {
      checkArguments(reading, expr.from, expr.func, expr.args, PROM_FUNCTIONS.get(expr.func));
      const pattern = expr.func === 'label_replace' ? expr.args[4] : undefined;
      if (pattern?.kind === 'string') reading.checkRegex(pattern, pattern.value);
      break;
    }
    case 'aggregation': {
      const args = promChildren(expr).filter(({ from, to }) => from < to);
      checkArguments(reading, expr.from, expr.op, args, AGGREGATIONS.get(expr.op));
      break;
    }
    case 'binary':
      checkBinary(expr, reading);
      break;
    case 'unary': {
      const type = promType(expr.expr);
      if (type !== 'range vector' && type !== 'string') break;
      reading.refuse(expr, `'${expr.op}' needs a scalar or an instant vector, not ${a(type)}`);
    }
  }
}

const a = (type: PromType) => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

/** How to convert the actual type to the expected one. */
const REMEDIES: Readonly<Record<string, string>> = {
  'range vector < instant vector': "add a range, such as '[5m]' behind a selector or '[1h:]' behind an expression",
  'instant vector < range vector': "use a function such as 'rate', or remove the range",
  'scalar < instant vector': "write a number, or use 'scalar'",
  'instant vector < scalar': "write a selector, or use 'vector'",
};

function expect(reading: Reading, expr: PromExpr, wanted: PromType, where: string): void {
  const given = promType(expr);
  if (given === wanted || given === 'any') return;
  const remedy = REMEDIES[`${wanted} < ${given}`];
  reading.refuse(expr, `${where} needs ${a(wanted)}, not ${a(given)}${remedy ? `; ${remedy}` : ''}`);
}

function checkSelector(selector: PromSelector, reading: Reading): void {
  for (const matcher of selector.matchers) reading.checkMatcher(matcher);
  if (selector.name) return;
  if (selector.matchers.some((matcher) => reading.hasVariables(matcher.value) || !takes(matcher, ''))) return;
  const message =
    'the selector matches all series; name a metric, or add a matcher that does not match the empty value';
  reading.refuse(selector, message);
}

function checkArguments(
  reading: Reading,
  from: number,
  name: string,
  args: readonly PromExpr[],
  signature: PromFunction | undefined,
): void {
  const at = { from, to: from + name.length };
  if (!signature) {
    // An unknown function would not have been parsed.
    reading.refuseExperimental(at, `'${name}'`);
    return;
  }
  const { takes, least, most } = signature;
  if (args.length < least || args.length > most) {
    reading.refuse(at, `wrong number of arguments for '${name}', expected ${parameters(signature)}`);
    return;
  }
  for (const [index, arg] of args.entries()) {
    const wanted = takes[Math.min(index, takes.length - 1)];
    if (wanted) expect(reading, arg, wanted, `'${name}'`);
  }
}

/** `(scalar, instant vector)`; optional ones have a question mark. */
function parameters({ takes, least, most }: PromFunction): string {
  const names = takes.map((type, index) => (index < least ? type : `${type}?`));
  return `(${names.join(', ')}${most > takes.length ? ' …' : ''})`;
}

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SETS = new Set(['and', 'or', 'unless']);

function checkBinary(expr: PromBinary, reading: Reading): void {
  const { op, bool, left, right, matching } = expr;
  const refuse = (message: string) => reading.refuse(expr, message);
  const types = [left, right].map((side) => {
    const type = promType(side);
    if (type === 'range vector' || type === 'string') {
      const remedy = type === 'string' ? 'remove the quotes' : REMEDIES['instant vector < range vector'];
      reading.refuse(side, `'${op}' needs scalars or instant vectors, not ${a(type)}; ${remedy}`);
    }
    return type;
  });
  const scalars = types.filter((type) => type === 'scalar').length;
  if (bool && !COMPARISONS.has(op)) refuse(`'bool' belongs to a comparison, not to '${op}'; remove it`);
  if (COMPARISONS.has(op) && !bool && scalars === 2) refuse(`two scalars are compared by '${op} bool'; add 'bool'`);
  if (SETS.has(op) && scalars > 0) refuse(`'${op}' needs instant vectors, not a scalar; use 'vector'`);
  if (matching && matching.labels.length > 0 && scalars > 0) {
    refuse(`'${matching.kind}' matches two instant vectors, but one side is a scalar; remove it`);
  }
  if (matching?.group && SETS.has(op)) refuse(`'${op}' allows no 'group_${matching.group}'; remove it`);
  for (const label of matching?.kind === 'on' ? matching.include : []) {
    if (!matching?.labels.some(({ name }) => name === label.name)) continue;
    reading.refuse(label, `'${label.name}' is in 'on' already; remove it here`);
  }
}
