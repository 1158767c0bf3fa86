import type { Problem } from './problem.ts';

/** An error with a message for the user: ops/run.mjs prints it without a stack trace. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** The same as JSON problems. @default - one problem, of the command. */
  readonly problems?: readonly Problem[];

  constructor(message: string, problems?: readonly Problem[]) {
    super(message);
    this.problems = problems;
  }
}
