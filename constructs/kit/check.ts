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
  addProblems(construct, () => [...new Set(rules.flatMap((rule) => problemOf(rule, settings)))]);
}

/** A rule that stumbles says what it stumbles over: a value that is not there, although its type says so. */
function problemOf<Settings>(rule: Rule<Settings>, settings: Settings): string[] {
  try {
    return rule.broken(settings) ? [rule.message(settings)] : [];
  } catch {
    const { prop, value } = missing(settings, (watched) => rule.broken(watched) && rule.message(watched));
    return [`'${prop}' (${value}) must be given: nothing can be read from it; set it, or correct where it comes from`];
  }
}

/** What is read of some settings and is not there, last before that fails. */
function missing<Settings>(settings: Settings, read: (watched: Settings) => unknown): { prop: string; value: unknown } {
  let last = { prop: 'settings', value: settings as unknown };
  const watched = <Value>(value: Value, path: readonly string[]): Value =>
    isPlain(value)
      ? new Proxy(value, {
          get: (target, key, receiver) => {
            const inner: unknown = Reflect.get(target, key, receiver);
            const here = [...path, String(key)];
            if (inner === undefined || inner === null) last = { prop: here.join('.'), value: inner };
            return watched(inner, here);
          },
        })
      : value;
  try {
    read(watched(settings, []));
  } catch {
    return last;
  }
  return last;
}

/** Objects of classes, such as a `Duration`, are one value. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** As `check`, for what only the whole tree can tell: asked once, after every construct. */
export function checkTree(construct: IConstruct, problems: () => readonly Problem[]): void {
  reportFromRoot(construct);
  treeChecks(construct).push(problems);
}

/** As `check`, for problems that are found by looking rather than by a table of rules. */
export function addProblems(construct: IConstruct, problems: () => string[]): void {
  reportFromRoot(construct);
  construct.node.addValidation({ validate: () => found(problems) });
}

function found(problems: () => string[]): string[] {
  try {
    return problems();
  } catch (error) {
    return [`a value must be given that is not there (${String(error)}); look for what is undefined in its settings`];
  }
}

const REPORTER = Symbol.for('kubernetes-monitoring-stack.reporter');

function treeChecks(construct: IConstruct): (() => readonly Problem[])[] {
  return Reflect.get(construct.node.root, REPORTER);
}

/**
 * Asks all constructs of a tree, once, what is wrong with them.
 *
 * @throws InvalidInput when something is.
 */
export function validate(root: IConstruct): void {
  reportFromRoot(root);
  root.node.validate();
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
          ...all.flatMap((one) => one.node.validate().map((message) => ({ path: pathOf(one), message }))),
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

/** The root has no path. */
function pathOf(construct: IConstruct): string {
  return construct.node.path || construct.constructor.name;
}

function report(problems: readonly Problem[]): string {
  const byPath = new Map<string, string[]>();
  for (const { path, message } of problems) byPath.set(path, [...(byPath.get(path) ?? []), message]);
  return [...byPath]
    .map(([path, messages]) => `invalid input for '${path}':\n${messages.map((text) => `  - ${text}`).join('\n')}`)
    .join('\n');
}
