// Where in a user's own file an error comes from.
import { relative, sep } from 'node:path';

/** An error that is thrown here is ours to mend. */
const OURS = /^(constructs|imports|ops|node_modules)\//;

/**
 * Where a value came from that a package refuses, or where the user's own code throws: such as `main.ts:37:23`. Node has
 * put lines of TypeScript into the stack trace.
 *
 * @returns undefined where the error is another one, which needs its stack trace.
 */
export function originOf(error, root) {
  if (error?.name !== 'Error') return undefined;
  const places = [...error.stack.matchAll(/^ {4}at (?:.*\()?(\/.*?|[A-Z]:\\.*?):(\d+:\d+)\)?$/gm)].map(
    ([, file, place]) => `${relative(root, file).replaceAll(sep, '/')}:${place}`,
  );
  const [thrownAt] = places;
  return /node_modules\//.test(thrownAt)
    ? places.find((place) => !OURS.test(place))
    : OURS.test(thrownAt)
      ? undefined
      : thrownAt;
}
