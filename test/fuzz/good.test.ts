import { App } from 'cdk8s';
import fc from 'fast-check';
import { findings } from '../../constructs/checks/index.ts';
import { model } from '../../constructs/index.ts';
import { truths } from '../lib/truths.ts';
import { RUNS, right } from './arbitraries.ts';
import { build, type Plan } from './plan.ts';

/** Random installations whose values are all right: they are built, and what is true of main.ts is true of them. */

function broken(plan: Plan): string[] {
  const app = new App();
  build(app, plan);
  const made = model(app);
  return [
    ...findings(made).map(({ at, value, why, remedy }) => `${at}: ${value}: ${why}; ${remedy}`),
    ...truths(made.objects.map(({ manifest }) => manifest)),
  ];
}

/** Rendering and checking a whole stack takes as long as refusing ten; no shrinking, which would take minutes. */
const SOME = { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 10), endOnFailure: true };

test('every right installation is built, agrees with itself and keeps the truths of the stack', () => {
  let seen = 0;
  fc.assert(
    fc.property(right, (plan) => {
      seen += 1;
      expect(broken(plan)).toEqual([]);
    }),
    SOME,
  );
  expect(seen).toBe(SOME.numRuns);
}, 600_000);
