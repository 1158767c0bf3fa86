import type { Problem } from './problem.ts';

/** What a command can't do, in words for the user: ops/run.mjs prints them without a stack trace. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** The same for programs. @default - the command is what is wrong. */
  readonly problems?: readonly Problem[];

  constructor(message: string, problems?: readonly Problem[]) {
    super(message);
    this.problems = problems;
  }
}
