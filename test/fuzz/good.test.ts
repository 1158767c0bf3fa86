import { App } from 'cdk8s';
import fc from 'fast-check';
import { findings } from '../../constructs/checks/verify.ts';
import { model } from '../../constructs/index.ts';
import { truths } from '../lib/truths.ts';
import { RUNS, right } from './arbitraries.ts';
import { build, type Plan } from './plan.ts';

/** Random installations whose values are all right: they are built, and what is true of the stack is true of them. */

function broken(plan: Plan): string[] {
  const app = new App();
  build(app, plan);
  const made = model(app);
  return [
    ...findings(made).map(({ at, value, why, remedy }) => `${at}: ${value}: ${why}; ${remedy}`),
    ...truths(made.objects.map(({ manifest }) => manifest)),
  ];
}

test('every right installation is built, agrees with itself and keeps the truths of the stack', () => {
  let seen = 0;
  fc.assert(
    fc.property(right, (plan) => {
      seen += 1;
      expect(broken(plan)).toEqual([]);
    }),
    // No shrinking: it would take minutes.
    { ...RUNS, endOnFailure: true },
  );
  expect(seen).toBe(RUNS.numRuns);
}, 7_200_000);
