// Finds the place in a user's own file that caused an error.
import { relative, sep } from 'node:path';

/** An error that is thrown here is a bug of ours. */
const OURS = /^(constructs|imports|ops)\/|(^|\/)node_modules\//;

/**
 * The place where the user's code passed an invalid value to a package, or threw itself, such as `main.ts:37:23`. Node has
 * put lines of TypeScript into the stack trace.
 *
 * @returns undefined for any other error, which needs its stack trace.
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
