/** What a command can't do, in words for the user: ops/run.mjs prints them without a stack trace. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
