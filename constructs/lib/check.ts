import type { IConstruct } from 'constructs';

/** One thing that a component's settings must obey. */
export interface Rule<Settings> {
  /** True when the settings break the rule. */
  readonly broken: (settings: Settings) => boolean;
  /** Which prop, which value, what is allowed and why, and what to do. Lower case, no full stop. */
  readonly message: (settings: Settings) => string;
}

/** What is wrong with one construct. */
export interface Problem {
  /** Path of the construct, such as `20-metrics/prometheus`. */
  readonly path: string;
  readonly message: string;
}

/** Thrown before anything is written, with everything that is wrong in the whole tree. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(report(problems));
    this.problems = problems;
    // It is about what the user wrote: no line of this code helps. Whoever does not catch it prints this.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/**
 * Checks settings when the tree is complete, so that all broken constructs report at once and before any file is
 * written.
 *
 * @throws InvalidInput from `app.synth()` when a rule of any construct is broken.
 */
export function check<Settings>(construct: IConstruct, settings: Settings, rules: readonly Rule<Settings>[]): void {
  addProblems(construct, () => rules.filter((rule) => rule.broken(settings)).map((rule) => rule.message(settings)));
}

/** As `check`, for what only the whole tree can tell: asked once, after every construct. */
export function checkTree(construct: IConstruct, problems: () => readonly Problem[]): void {
  reportFromRoot(construct);
  treeChecks(construct).push(problems);
}

/** As `check`, for problems that are found by looking rather than by a table of rules. */
export function addProblems(construct: IConstruct, problems: () => string[]): void {
  reportFromRoot(construct);
  construct.node.addValidation({ validate: problems });
}

const REPORTER = Symbol.for('kubernetes-monitoring-stack.reporter');

function treeChecks(construct: IConstruct): (() => readonly Problem[])[] {
  return Reflect.get(construct.node.root, REPORTER);
}

/**
 * cdk8s joins the validation errors into one paragraph. The root is validated first: its validation asks everybody
 * else's and throws one report, by construct. It is asked once more for every chart: what passed is not asked again
 * until something is added.
 */
function reportFromRoot(construct: IConstruct): void {
  const { root } = construct.node;
  if (Reflect.has(root, REPORTER)) return;
  Object.defineProperty(root, REPORTER, { value: [] });
  let asking = false;
  let passed = 0;
  root.node.addValidation({
    validate: () => {
      const all = root.node.findAll();
      if (asking || all.length === passed) return [];
      asking = true;
      try {
        const problems = [
          ...all.flatMap(({ node }) => node.validate().map((message) => ({ path: node.path, message }))),
          ...treeChecks(root).flatMap((ask) => ask()),
        ];
        if (problems.length > 0) throw new InvalidInput(problems);
        passed = all.length;
        return [];
      } finally {
        asking = false;
      }
    },
  });
}

function report(problems: readonly Problem[]): string {
  const byPath = new Map<string, string[]>();
  for (const { path, message } of problems) byPath.set(path, [...(byPath.get(path) ?? []), message]);
  return [...byPath]
    .map(([path, messages]) => `invalid input for '${path}':\n${messages.map((text) => `  - ${text}`).join('\n')}`)
    .join('\n');
}
