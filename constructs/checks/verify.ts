import type { IConstruct } from 'constructs';
import { type Model, model } from '../kit/model.ts';
import { type Accept, withoutAccepted } from './accept.ts';
import type { Check } from './check.ts';
import { byCause, Contradictions, type Finding } from './finding.ts';
import { OBJECT_CHECKS } from './objects/index.ts';
import { QUERY_CHECKS } from './queries/index.ts';
import { stackOf } from './stack.ts';
import { notes, warnings } from './warnings.ts';

/** All checks, in the order of their reports. */
export const CHECKS: readonly Check[] = [...OBJECT_CHECKS, ...QUERY_CHECKS];

/** All findings of an output that are not accepted, one per cause. */
export function findings(of: Model, checks: readonly Check[] = CHECKS, accept: readonly Accept[] = []): Finding[] {
  const stack = stackOf(of);
  const found = checks.flatMap(({ id, find }) => find(stack).map((one) => ({ check: id, ...one })));
  return byCause(withoutAccepted(found, accept));
}

/**
 * Checks that the parts of a complete tree agree with each other. `VerifiedApp` calls it before it writes.
 *
 * @param accept accepted findings.
 * @returns the rendered model.
 * @throws InvalidInput when props of any construct are wrong.
 * @throws Contradictions when parts contradict each other.
 */
export function verify(root: IConstruct, accept: readonly Accept[] = []): Model {
  const complete = model(root);
  const found = findings(complete, CHECKS, accept);
  if (found.length > 0) throw new Contradictions(found);
  for (const warning of warnings(complete)) console.warn(`warning: ${warning}`);
  for (const note of notes(complete)) console.warn(`note: ${note}`);
  return complete;
}
