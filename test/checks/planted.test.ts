import { CHECKS } from '../../constructs/checks/verify.ts';
import { PLANTED as IN_OBJECTS } from './planted-objects.ts';
import { PLANTED as IN_QUERIES } from './planted-queries.ts';

/** objects.test.ts and queries.test.ts plant each of them. */
const ROWS = Object.entries({ ...IN_OBJECTS, ...IN_QUERIES }).map(
  ([check, rows]) => [check, rows.map(([change]) => change)] as const,
);

test('contradictions are planted for every check', () => {
  expect(ROWS.map(([check]) => check).sort()).toEqual(CHECKS.map(({ id }) => id).sort());
});

test.each(ROWS)('of %s, at least three different ones', (_, changes) => {
  expect(new Set(changes).size).toBe(changes.length);
  expect(changes.length).toBeGreaterThanOrEqual(3);
});

test('at least a hundred in all', () => {
  expect(ROWS.flatMap(([, changes]) => changes).length).toBeGreaterThanOrEqual(100);
});
