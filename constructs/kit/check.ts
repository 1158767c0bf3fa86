import type { IConstruct } from 'constructs';
import { groupBy } from '../query/group-by.ts';
import { visible } from './text.ts';
import { nameConflicts } from './unique-names.ts';

/** A problem of one construct, or of several with the same cause. */
export interface Problem {
  /** Path of the construct, such as `20-metrics/prometheus`. */
  readonly path: string;
  /** Prop, value, allowed values, and an example. */
  readonly message: string;
  /** The other constructs with the same problem. @default - none. */
  readonly also?: readonly {
    /** Path of the construct. */
    readonly path: string;
  }[];
}

/** Thrown before anything is written, with all problems of the whole tree, one per cause. */
export class InvalidInput extends Error {
  /** Always `InvalidInput`. */
  override readonly name = 'InvalidInput';
  /** In the order of the constructs. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const causes = byCause(problems);
    super(report(causes));
    this.problems = causes;
    // The cause is in the user's input: a stack trace into this code does not help.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/**
 * Validates a construct when the tree is complete: all problems are reported in one error, before any file is written.
 *
 * @param problems each has the prop, the value, what is allowed and why, and what to do. Lower case, no full stop.
 * @throws InvalidInput from `app.synth()` when there are problems.
 */
export function addProblems(construct: IConstruct, problems: () => readonly string[]): void {
  reportFromRoot(construct.node.root);
  construct.node.addValidation({ validate: () => [...new Set(found(problems).map(sentence))] });
}

function found(problems: () => readonly string[]): readonly string[] {
  try {
    return problems();
  } catch (error) {
    return [
      `its settings must be of the documented types, and one can't be read (${String(error)}); compare them with the props`,
    ];
  }
}

/** Most characters of a problem, and of a path: values of any length may be part of them. */
const [LONGEST, LONGEST_PATH] = [1500, 200];

/** Values may hold line breaks, and characters that a terminal obeys. The end says what is allowed: it stays. */
function sentence(problem: string): string {
  const line = visible(problem);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST / 2)}…${line.slice(-LONGEST / 2)}`;
}

const REPORTS = Symbol.for('kubernetes-monitoring-stack.reports');

/**
 * Validates all constructs of a tree, once.
 *
 * @throws InvalidInput when there are problems.
 */
export function validate(root: IConstruct): void {
  reportFromRoot(root);
  root.node.validate();
}

/**
 * cdk8s joins validation errors into one paragraph. The root is validated first: its validation runs all others and
 * throws one report.
 */
function reportFromRoot(root: IConstruct): void {
  if (Reflect.has(root, REPORTS)) return;
  Object.defineProperty(root, REPORTS, { value: true });
  let running = false;
  root.node.addValidation({
    validate: () => {
      if (running) return [];
      running = true;
      try {
        const ofConstructs = root.node
          .findAll()
          .flatMap((one) => one.node.validate().map((message) => ({ path: pathOf(one), message })));
        const problems = [...ofConstructs, ...nameConflicts(root)];
        if (problems.length > 0) throw new InvalidInput(problems);
        return [];
      } finally {
        running = false;
      }
    },
  });
}

/** The path of the root is empty. */
function pathOf(construct: IConstruct): string {
  return visible(construct.node.path || construct.constructor.name, LONGEST_PATH);
}

function byCause(problems: readonly Problem[]): Problem[] {
  return [...groupBy(problems, ({ message }) => message)].map(([message, same]) => {
    const [path = '', ...others] = new Set(same.map((problem) => problem.path));
    return { path, message, ...(others.length > 0 && { also: others.map((other) => ({ path: other })) }) };
  });
}

/** Most places of one cause that a report lists. */
const NAMED = 3;

function report(problems: readonly Problem[]): string {
  return [...groupBy(problems, placesOf)]
    .map(([places, same]) => `invalid input for ${places}:\n${same.map(({ message }) => `  - ${message}`).join('\n')}`)
    .join('\n');
}

function placesOf({ path, also = [] }: Problem): string {
  const places = [path, ...also.map((other) => other.path)].map((place) => `'${place}'`);
  const more = places.length - NAMED;
  return `${places.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
