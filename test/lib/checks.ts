import type { Check, Draft } from '../../constructs/checks/check.ts';
import { findings } from '../../constructs/checks/verify.ts';
import { type Finding, type Model, model, VerifiedApp } from '../../constructs/index.ts';

/** The model of the fixture, without writing a file. */
export async function mainModel(): Promise<Model> {
  let root: VerifiedApp | undefined;
  const synth = jest.spyOn(VerifiedApp.prototype, 'synth').mockImplementation(function keep(this: VerifiedApp) {
    root = this;
  });
  await import('../../examples/default/main.ts');
  synth.mockRestore();
  if (!root) throw new Error('examples/default/main.ts calls no synth()');
  return model(root);
}

/** A copy that may be changed. Values of a class, such as a `Duration`, are shared: nothing changes them. */
export function copyOf<T>(value: T): Draft<T> {
  if (Array.isArray(value)) return value.map(copyOf) as Draft<T>;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value as Draft<T>;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)])) as Draft<T>;
}

/** What is found in a model after a change. */
export function planted(clean: Model, change: (model: Draft<Model>) => void, checks: readonly Check[]): Finding[] {
  const copy = copyOf(clean);
  change(copy);
  return findings(copy as unknown as Model, checks);
}

/** Findings as lines, one for each place: which check, where, what, why and what to do. */
export function said(all: readonly Finding[]): string[] {
  return everywhere(all).map(({ check, at, value, why, remedy }) => `${check}: ${at}: ${value}: ${why}; ${remedy}`);
}

/** One finding for each place. */
export function everywhere(all: readonly Finding[]): Finding[] {
  return all.flatMap(({ also = [], ...first }) => [first, ...also.map((place) => ({ ...first, ...place }))]);
}
