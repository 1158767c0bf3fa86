import { type Finding, type Model, model, VerifiedApp } from '../../constructs/index.ts';

export { copyOf, planted } from '../../ops/lib/planted.ts';

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

/** Findings as lines, one for each place: which check, where, what, why and what to do. */
export function said(all: readonly Finding[]): string[] {
  return everywhere(all).map(({ check, at, value, why, remedy }) => `${check}: ${at}: ${value}: ${why}; ${remedy}`);
}

/** One finding for each place. */
export function everywhere(all: readonly Finding[]): Finding[] {
  return all.flatMap(({ also = [], ...first }) => [first, ...also.map((place) => ({ ...first, ...place }))]);
}
