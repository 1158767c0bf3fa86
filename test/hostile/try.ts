import { App } from 'cdk8s';
import type { Contradiction } from '../../constructs/checks/check.ts';
import { valueAccepted } from '../../constructs/checks/objects/value-accepted.ts';
import { querySyntax } from '../../constructs/checks/queries/syntax.ts';
import { type Stack, stackOf } from '../../constructs/checks/stack.ts';
import { InvalidInput, type Model, model } from '../../constructs/index.ts';
import { isWritable, visible } from '../../constructs/kit/text.ts';
import type { Example } from './examples/whole.ts';
import { HOSTILE } from './strings.ts';
import { type Place, replaced } from './walk.ts';

/** One text in one place of an example. */
export interface Attempt {
  readonly place: Place;
  readonly text: string;
}

/** Why it is refused, or what is written. */
export interface Outcome {
  readonly refused: ReadonlyMap<Attempt, readonly string[]>;
  readonly accepted: readonly Attempt[];
  /** Of those that are accepted. */
  readonly model?: Model;
}

/** All texts in one place, or each of so many, another part for each place. */
export function attempts(place: Place, of = 1, part = 0): Attempt[] {
  return HOSTILE.filter((_, index) => index % of === part % of).map((text) => ({ place, text }));
}

/**
 * Builds an example once for each attempt, all in one app, each with a namespace and an installation of its own; then once more
 * without those that were refused.
 */
export function tryAll(example: Example, all: readonly Attempt[]): Outcome {
  const [whole, problems] = rendered(example, all);
  const accepted = all.filter((attempt) => !problems.has(attempt));
  if (accepted.length === 0) return { refused: problems, accepted };
  const made = whole ?? model(built(example, accepted));
  const isQuery = accepted.some(({ place: { at } }) => at.at(-1) === 'expr');
  const found = [
    ...valueAccepted.find({ objects: made.objects } as unknown as Stack),
    ...(isQuery ? querySyntax.find(stackOf(made)).map(asSentence) : []),
  ];
  const later = new Map(
    accepted.map((attempt, index) => [
      attempt,
      found
        .filter(({ path }) => isOf(path, index))
        .map(({ at, value, why, remedy }) => visible(`${at}: ${value}: ${why}; ${remedy}`, 1500)),
    ]),
  );
  const left = accepted.filter((attempt) => later.get(attempt)?.length === 0);
  for (const attempt of accepted) if (!left.includes(attempt)) problems.set(attempt, later.get(attempt) ?? []);
  const gone = accepted.flatMap((attempt, index) => (left.includes(attempt) ? [] : [index]));
  const isLeft = ({ path }: { readonly path: string }) => !gone.some((index) => isOf(path, index));
  return {
    refused: problems,
    accepted: left,
    ...(left.length > 0 && {
      model: { ...made, objects: made.objects.filter(isLeft), files: made.files.filter(isLeft) },
    }),
  };
}

/** What is written, or why something of it is refused. */
function rendered(example: Example, all: readonly Attempt[]): [Model | undefined, Map<Attempt, string[]>] {
  const app = built(example, all);
  const found = new Map<Attempt, string[]>();
  try {
    return [model(app), found];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    for (const [index, attempt] of all.entries()) {
      const own = error.problems.filter(({ path, also = [] }) =>
        [path, ...also.map((other) => other.path)].some((at) => isOf(at, index)),
      );
      if (own.length > 0)
        found.set(
          attempt,
          own.map(({ message }) => message),
        );
    }
    if (found.size === 0) throw error;
  }
  return [undefined, found];
}

/** A finding shows the query itself. */
function asSentence(found: Contradiction): Contradiction {
  return {
    ...found,
    at: visible(found.at, 200),
    value: visible(found.value, 200),
    why: `it must parse, and ${visible(found.why, 200)}`,
  };
}

function isOf(path: string, index: number): boolean {
  return [`v${index}`, `v${index}-p`].includes(path.split('/')[0] ?? '');
}

function built({ props, build }: Example, all: readonly Attempt[]): App {
  const app = new App();
  for (const [index, { place, text }] of all.entries()) {
    const own = apart(props, index);
    build(app, `v${index}`, replaced(own, place, text));
  }
  return app;
}

/** Objects of one name overwrite each other. */
function apart(props: object, index: number): object {
  const { namespace, installation, name, ...rest } = props as Record<string, unknown>;
  return {
    ...rest,
    ...(name !== undefined && { name: namespace === undefined ? `${name}-${index}` : name }),
    ...(namespace !== undefined && { namespace: `${namespace}-${index}` }),
    ...(installation !== undefined && { installation: { ...(installation as object), name: `i${index}` } }),
  };
}

/** One line that says what is allowed, of values of any length. */
function isSentence(line: string): boolean {
  return line.length <= 1600 && !line.includes('\n') && isWritable(line) && SAYS.test(line);
}

const SAYS = / (must|belong together|names|has|is|more than|can't|are|already|comes) /;

/** Refusals that are no sentence, with their text. */
export function unclear(refused: Outcome['refused']): string[][] {
  return [...refused].flatMap(([{ text }, messages]) =>
    messages.filter((line) => !isSentence(line)).map((line) => [text.slice(0, 40), line]),
  );
}
