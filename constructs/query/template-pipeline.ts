import { nearest } from './nearest.ts';
import type { Span } from './query-text.ts';
import type { TemplateToken } from './template-tokens.ts';

/** The functions and variables of a program that expands Go templates. */
export interface TemplateLanguage {
  readonly functions: ReadonlySet<string>;
  /** Variables that are defined in each template, such as `$labels`. */
  readonly variables: readonly string[];
}

/** A value that a template reads: `$labels.pod` and `index $labels "pod"` have the same path. */
export interface TemplateUse extends Span {
  /** A variable, or `.` for the data of the template. Data of `range`, `with` and nested templates is left out. */
  readonly of: string;
  /** Fields and keys, from the outside to the inside. */
  readonly path: readonly string[];
}

/** What a program refuses in a template. */
export class TemplateError extends Error {
  readonly at: Span;

  constructor(at: Span, message: string) {
    super(message);
    this.at = at;
  }
}

/** Numbers and characters in Go's syntax. */
const LITERAL =
  /^(?:[+-]?(?:0[xX][\da-fA-F_]+(?:\.[\da-fA-F_]*)?(?:[pP][+-]?\d+)?|0[bB][01_]+|0[oO][0-7_]+|(?:[\d_]+\.?[\d_]*|\.[\d_]+)(?:[eE][+-]?\d+)?)i?|'(?:[^'\\]|\\(?:[abfnrtv'"\\]|[0-7]{3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}))')$/u;

/** An operand: what it reads, if that is known, and whether it can be called. */
interface Operand extends Span {
  readonly kind: TemplateToken['kind'] | 'parentheses' | 'function';
  readonly use?: TemplateUse;
  readonly text: string;
}

/** Reads the pipelines of actions: `$labels.pod | printf "%s"`. */
export class Pipelines {
  /** Variables in scope, each with `$`. */
  variables: string[];
  /** Whether `.` is the data of the template. */
  dotIsData = true;
  private readonly functions: ReadonlySet<string>;
  private readonly uses: TemplateUse[];
  private tokens: readonly TemplateToken[] = [];
  private at = 0;
  private action: Span = { from: 0, to: 0 };

  constructor({ functions, variables }: TemplateLanguage, uses: TemplateUse[]) {
    this.functions = functions;
    this.variables = ['$', ...variables];
    this.uses = uses;
  }

  /**
   * Reads the tokens of an action.
   *
   * @throws TemplateError at the first thing that Go refuses.
   */
  read(tokens: readonly TemplateToken[], action: Span, context: string): void {
    this.tokens = tokens;
    this.at = 0;
    this.action = { from: action.from, to: action.to };
    this.variables.push(...this.declarations(context));
    this.pipeline(context);
    const left = this.peek();
    if (left) throw new TemplateError(left, `unexpected '${left.text}'`);
  }

  /** Within a named template, only its own data and variables are known. */
  enterTemplate(): void {
    this.variables = ['$'];
    this.dotIsData = false;
  }

  private peek(): TemplateToken | undefined {
    return this.tokens[this.at];
  }

  private next(): TemplateToken | undefined {
    this.at += 1;
    return this.tokens[this.at - 1];
  }

  /** `$x :=`, `$x =`, and `$index, $element :=` of a range. */
  private declarations(context: string): string[] {
    const [first, second, third, fourth] = this.tokens;
    if (first?.kind !== 'variable') return [];
    if (second?.kind === 'declare' || second?.kind === 'assign') {
      this.at = 2;
      if (second.kind === 'declare') return [first.text];
      this.checkVariable(first);
      return [];
    }
    if (context !== 'range' || second?.kind !== 'comma' || third?.kind !== 'variable') return [];
    if (fourth?.kind !== 'declare' && fourth?.kind !== 'assign') return [];
    this.at = 4;
    if (fourth.kind === 'declare') return [first.text, third.text];
    this.checkVariable(first);
    this.checkVariable(third);
    return [];
  }

  private pipeline(context: string): void {
    let stage = 0;
    do {
      stage += 1;
      this.command(context, stage);
      // Go accepts a last | without a function.
    } while (this.take('pipe') && this.peek());
  }

  private take(kind: TemplateToken['kind']): TemplateToken | undefined {
    return this.peek()?.kind === kind ? this.next() : undefined;
  }

  private command(context: string, stage: number): void {
    const operands: Operand[] = [];
    for (let operand = this.operand(); operand; operand = this.operand()) {
      operands.push(operand);
      const following = this.peek();
      if (following && !following.spaced && !/^(pipe|close)$/.test(following.kind)) {
        throw new TemplateError(following, `unexpected '${following.text}' behind '${operand.text}'`);
      }
    }
    const [first, ...args] = operands;
    if (!first) {
      const at = this.peek() ?? this.action;
      throw new TemplateError(
        at,
        stage > 1 ? 'a function is missing behind |' : `a value is missing${inside(context)}`,
      );
    }
    if (stage > 1 && !/^(function|field|variable|parentheses)$/.test(first.kind)) {
      throw new TemplateError(first, `'${first.text}' cannot be called with the value before |`);
    }
    if (args.length > 0 && !/^(function|field|variable|parentheses)$/.test(first.kind)) {
      throw new TemplateError(first, `'${first.text}' cannot be called with arguments`);
    }
    this.uses.push(...usesOf(first, args));
  }

  private operand(): Operand | undefined {
    const token = this.peek();
    if (!token || /^(pipe|close)$/.test(token.kind)) return undefined;
    this.at += 1;
    switch (token.kind) {
      case 'number':
      case 'char':
        if (!LITERAL.test(token.text)) throw new TemplateError(token, `'${token.text}' is no ${token.kind}`);
        return token;
      case 'string':
        return token;
      case 'dot':
        return { ...token, ...(this.dotIsData && { use: { of: '.', path: [], from: token.from, to: token.to } }) };
      case 'field':
        return this.withFields(token, this.dotIsData ? '.' : undefined, [token.text.slice(1)]);
      case 'variable':
        this.checkVariable(token);
        return this.withFields(token, this.dataOf(token.text), []);
      case 'word':
        return this.word(token);
      case 'open':
        this.pipeline('parentheses');
        if (!this.take('close')) throw new TemplateError(token, "unclosed '('");
        return this.withFields({ ...token, kind: 'parentheses' }, undefined, []);
      default:
        throw new TemplateError(token, `unexpected '${token.text}'`);
    }
  }

  private word(token: TemplateToken): Operand {
    if (/^(true|false|nil)$/.test(token.text)) return token;
    if (!this.functions.has(token.text)) {
      const meant = nearest(token.text, this.functions);
      throw new TemplateError(token, `unknown function '${token.text}'${meant ? `, did you mean '${meant}'?` : ''}`);
    }
    return { ...token, kind: 'function' };
  }

  private withFields(token: Operand, of: string | undefined, fields: readonly string[]): Operand {
    const path = [...fields];
    let { to } = token;
    for (let field = this.peek(); field?.kind === 'field' && !field.spaced; field = this.peek()) {
      path.push(field.text.slice(1));
      to = field.to;
      this.at += 1;
    }
    const span = { from: token.from, to };
    return { ...token, ...span, ...(of !== undefined && { use: { of, path, ...span } }) };
  }

  /** `$` is the data of the template: of a named one, what it is executed with. */
  private dataOf(variable: string): string | undefined {
    if (variable !== '$') return variable;
    return this.variables.length > 1 || this.dotIsData ? '.' : undefined;
  }

  private checkVariable(token: TemplateToken): void {
    if (this.variables.includes(token.text)) return;
    const meant = nearest(token.text, this.variables);
    throw new TemplateError(token, `unknown variable '${token.text}'${meant ? `, did you mean '${meant}'?` : ''}`);
  }
}

/** `index $labels "pod"` reads what `$labels.pod` reads. */
function usesOf(first: Operand, args: readonly Operand[]): TemplateUse[] {
  const [collection, ...keys] = args;
  const names = keys.filter(({ kind }) => kind === 'string').map(({ text }) => text.slice(1, -1));
  if (first.kind === 'function' && first.text === 'index' && collection?.use && names.length === keys.length) {
    return [{ ...collection.use, path: [...collection.use.path, ...names], to: keys.at(-1)?.to ?? collection.to }];
  }
  return [first, ...args].flatMap(({ use }) => use ?? []);
}

function inside(context: string): string {
  return context === 'action' || context === 'parentheses' ? '' : ` for {{${context}}}`;
}
