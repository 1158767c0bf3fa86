import type { PromAggregation, PromBinary, PromCall, PromExpr, PromSelector } from './promql-ast.ts';
import {
  AGGREGATIONS,
  EXPERIMENTAL_FUNCTIONS,
  PROM_FUNCTIONS,
  type PromFunction,
  type PromType,
} from './promql-functions.ts';
import { experimental } from './promql-selector.ts';
import { count } from './promql-tree.ts';
import { takes, wrongPattern } from './query-matcher.ts';
import { isOpen, type Reading } from './query-tree.ts';
import { wrongRegex } from './re2.ts';

/** What an expression gives. */
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

/** What depends on variables is not checked. */
type Checking = Pick<Reading, 'found' | 'variables'>;

/** What Prometheus refuses although its grammar takes it, for an expression and all in it. Gives its type. */
export function checkPromql(expr: PromExpr, checking: Checking): PromType {
  switch (expr.kind) {
    case 'selector':
      checkSelector(expr, checking);
      return promType(expr);
    case 'subquery':
      expect(checking, expr.expr, 'instant vector', 'a subquery');
      return 'range vector';
    case 'call':
      return checkCall(expr, checking);
    case 'aggregation':
      return checkAggregation(expr, checking);
    case 'binary':
      return checkBinary(expr, checking);
    case 'unary': {
      const type = checkPromql(expr.expr, checking);
      if (type === 'range vector' || type === 'string') {
        checking.found.push({ at: expr, message: `'${expr.op}' takes a scalar or an instant vector, not ${a(type)}` });
      }
      return type;
    }
    default:
      return promType(expr);
  }
}

const a = (type: PromType) => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

/** What to do to get the one from the other. */
const REMEDIES: Readonly<Record<string, string>> = {
  'range vector < instant vector': "add a range, such as '[5m]' behind a selector or '[1h:]' behind an expression",
  'instant vector < range vector': "take a function of it, such as 'rate', or remove the range",
  'scalar < instant vector': "write a number, or make one of it with 'scalar'",
  'instant vector < scalar': "write a selector, or make one of it with 'vector'",
};

function expect(checking: Checking, expr: PromExpr, wanted: PromType, taker: string): void {
  const given = checkPromql(expr, checking);
  if (given === wanted || given === 'any') return;
  const remedy = REMEDIES[`${wanted} < ${given}`];
  const message = `${taker} takes ${a(wanted)}, not ${a(given)}${remedy ? `; ${remedy}` : ''}`;
  checking.found.push({ at: expr, message });
}

function checkSelector({ name, matchers, ...at }: PromSelector, checking: Checking): void {
  const { found } = checking;
  for (const matcher of matchers) {
    const wrong = isOpen(checking, matcher.value) ? undefined : wrongPattern(matcher);
    if (wrong) found.push({ at: matcher, message: wrong });
  }
  if (name || matchers.some((matcher) => isOpen(checking, matcher.value) || !takes(matcher, ''))) return;
  const message =
    'the selector takes every series there is; name a metric, or match a label with a value that is not empty';
  found.push({ at, message });
}

function checkCall(call: PromCall, checking: Checking): PromType {
  const { func, args, from } = call;
  const at = { from, to: from + func.length };
  const known = PROM_FUNCTIONS.get(func);
  if (!known) {
    if (EXPERIMENTAL_FUNCTIONS.includes(func)) checking.found.push({ at, message: experimental(`'${func}'`) });
    return 'any';
  }
  const { takes, least, most, gives } = known;
  if (args.length < least || args.length > most) {
    checking.found.push({ at, message: `'${func}' takes ${parameters(known)}, not ${count(args.length)}` });
  }
  for (const [index, arg] of args.entries()) {
    const wanted = takes[Math.min(index, takes.length - 1)];
    if (wanted && index < most) expect(checking, arg, wanted, `'${func}'`);
  }
  const pattern = func === 'label_replace' ? args[4] : undefined;
  const wrong = pattern?.kind === 'string' ? wrongRegex(pattern.value) : undefined;
  if (pattern && wrong) checking.found.push({ at: pattern, message: wrong });
  return gives;
}

/** `(scalar, instant vector)`; what may be left out has a question mark. */
function parameters({ takes, least, most }: PromFunction): string {
  if (takes.length === 0) return 'no arguments';
  const names = takes.map((type, index) => (index < least ? type : `${type}?`));
  return `(${names.join(', ')}${most > takes.length ? ' …' : ''})`;
}

function checkAggregation({ op, param, expr }: PromAggregation, checking: Checking): PromType {
  const wanted = AGGREGATIONS[op];
  if (param && wanted) expect(checking, param, wanted, `'${op}'`);
  // Without its arguments, which was said already.
  if (expr.kind !== 'number' || expr.from !== expr.to) expect(checking, expr, 'instant vector', `'${op}'`);
  return 'instant vector';
}

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SETS = new Set(['and', 'or', 'unless']);

function checkBinary(expr: PromBinary, checking: Checking): PromType {
  const { op, bool, left, right, matching } = expr;
  const say = (message: string) => checking.found.push({ at: { from: expr.from, to: expr.to }, message });
  const types = [checkPromql(left, checking), checkPromql(right, checking)] as const;
  for (const [side, type] of [
    [left, types[0]],
    [right, types[1]],
  ] as const) {
    if (type !== 'range vector' && type !== 'string') continue;
    const remedy = type === 'string' ? 'remove the quotes' : REMEDIES['instant vector < range vector'];
    checking.found.push({ at: side, message: `'${op}' takes scalars and instant vectors, not ${a(type)}; ${remedy}` });
  }
  const scalars = types.filter((type) => type === 'scalar').length;
  if (bool && !COMPARISONS.has(op)) say(`'bool' belongs to a comparison, not to '${op}'; remove it`);
  if (COMPARISONS.has(op) && !bool && scalars === 2) say(`two scalars are compared by '${op} bool'; add 'bool'`);
  if (SETS.has(op) && scalars > 0) say(`'${op}' takes instant vectors, not a scalar; make one of it with 'vector'`);
  if (matching && matching.labels.length > 0 && scalars > 0) {
    say(`'${matching.kind}' matches two instant vectors, but one side is a scalar; remove it`);
  }
  if (matching?.group && SETS.has(op)) say(`'${op}' takes no 'group_${matching.group}'; remove it`);
  for (const { name, from, to } of matching?.kind === 'on' ? matching.include : []) {
    if (!matching?.labels.some((label) => label.name === name)) continue;
    checking.found.push({ at: { from, to }, message: `'${name}' is matched by 'on' already; remove it here` });
  }
  return binaryType(...types);
}
