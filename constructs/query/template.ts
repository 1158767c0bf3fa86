import { type Problem, placeIn, problem, type Span, type SyntaxProblem } from './query-text.ts';
import { Pipelines, TemplateError, type TemplateLanguage, type TemplateUse } from './template-pipeline.ts';
import { actionsIn, type TemplateAction } from './template-tokens.ts';

export type { TemplateLanguage, TemplateUse } from './template-pipeline.ts';

/** A parsed template. */
export interface ParsedTemplate {
  readonly uses: readonly TemplateUse[];
  /** Names of the templates that it defines, and that it executes. */
  readonly defines: readonly string[];
  readonly executes: readonly (Span & { readonly name: string })[];
  /** The first thing that the program refuses. */
  readonly problems: readonly SyntaxProblem[];
}

/** Functions that each Go template has. @see https://pkg.go.dev/text/template#hdr-Functions */
const BUILT_IN = [
  ...['and', 'or', 'not', 'call', 'html', 'index', 'js', 'len', 'print', 'printf', 'println', 'slice', 'urlquery'],
  ...['eq', 'ge', 'gt', 'le', 'lt', 'ne'],
];

/** A language with some functions beside those of each Go template. */
export function templateLanguage(functions: readonly string[], variables: readonly string[] = []): TemplateLanguage {
  return { functions: new Set([...BUILT_IN, ...functions]), variables };
}

/** Parses a Go template as `text/template` does: the first problem ends it. */
export function parseTemplate(text: string, language: TemplateLanguage): ParsedTemplate {
  const { actions, unclosed } = actionsIn(text);
  const found = new Blocks(language);
  let first: Problem | undefined;
  try {
    for (const action of actions) found.add(action);
    if (unclosed) throw new TemplateError(unclosed, unclosed.message);
    found.end();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    first = problem(error.at, error.message);
  }
  const { uses, defines, executes } = found;
  return { uses, defines, executes, problems: first ? [{ ...first, ...placeIn(text, first.from) }] : [] };
}

/** A control structure that waits for its end. */
interface Block extends Span {
  readonly keyword: string;
  /** Variables before it: those of its inside end with it. */
  readonly variables: readonly string[];
  readonly dotIsData: boolean;
  readonly hasElse: boolean;
}

/** The nesting of actions, and the values that they read. */
class Blocks {
  readonly uses: TemplateUse[] = [];
  readonly defines: string[] = [];
  readonly executes: (Span & { name: string })[] = [];
  private readonly open: Block[] = [];
  private readonly pipelines: Pipelines;

  constructor(language: TemplateLanguage) {
    this.pipelines = new Pipelines(language, this.uses);
  }

  add(action: TemplateAction): void {
    const [first, ...rest] = action.tokens;
    const keyword = first?.kind === 'word' ? first.text : '';
    switch (keyword) {
      case 'if':
      case 'range':
      case 'with':
        this.begin(keyword, action);
        this.pipelines.read(rest, action, keyword);
        if (keyword !== 'if') this.pipelines.dotIsData = false;
        return;
      case 'else':
        this.otherwise(action);
        return;
      case 'end':
        refuseMore(action, rest.length > 0);
        this.close(action);
        return;
      case 'define':
      case 'block':
      case 'template':
        this.named(keyword, action);
        return;
      case 'break':
      case 'continue':
        refuseMore(action, rest.length > 0);
        if (!this.open.some((block) => block.keyword === 'range')) {
          throw new TemplateError(action, `{{${keyword}}} outside {{range}}`);
        }
        return;
      default:
        this.pipelines.read(action.tokens, action, 'action');
    }
  }

  /** Throws if a control structure is left open. */
  end(): void {
    const last = this.open.at(-1);
    if (last) throw new TemplateError(last, `{{${last.keyword}}} without {{end}}`);
  }

  private begin(keyword: string, { from, to }: Span): void {
    const { variables, dotIsData } = this.pipelines;
    this.open.push({ keyword, from, to, variables: [...variables], dotIsData, hasElse: false });
  }

  private otherwise(action: TemplateAction): void {
    const [, next, ...rest] = action.tokens;
    const block = this.open.pop();
    if (!block || block.hasElse || !/^(if|range|with)$/.test(block.keyword)) {
      throw new TemplateError(action, 'unexpected {{else}}');
    }
    const chained = next && next.text === block.keyword && next.text !== 'range';
    refuseMore(action, next !== undefined && !chained);
    this.restore(block);
    this.open.push({ ...block, hasElse: !chained });
    if (!chained) return;
    this.pipelines.read(rest, action, block.keyword);
    if (block.keyword === 'with') this.pipelines.dotIsData = false;
  }

  private close(action: TemplateAction): void {
    const block = this.open.pop();
    if (!block) throw new TemplateError(action, 'unexpected {{end}}');
    this.restore(block);
  }

  private restore({ variables, dotIsData }: Block): void {
    this.pipelines.variables = [...variables];
    this.pipelines.dotIsData = dotIsData;
  }

  private named(keyword: 'define' | 'block' | 'template', action: TemplateAction): void {
    const [, name, ...rest] = action.tokens;
    if (name?.kind !== 'string') throw new TemplateError(name ?? action, `{{${keyword}}} needs a name in quotes`);
    const text = name.text.slice(1, -1);
    if (keyword === 'define' && this.open.length > 0) throw new TemplateError(action, 'unexpected {{define}}');
    if (keyword === 'define') refuseMore(action, rest.length > 0);
    if (rest.length > 0 || keyword === 'block') this.pipelines.read(rest, action, keyword);
    if (keyword === 'template') {
      this.executes.push({ name: text, from: name.from, to: name.to });
      return;
    }
    this.defines.push(text);
    this.begin(keyword, action);
    this.pipelines.enterTemplate();
  }
}

function refuseMore(action: TemplateAction, hasMore: boolean): void {
  if (hasMore) throw new TemplateError(action, `unexpected text behind '${action.tokens[0]?.text}'`);
}
