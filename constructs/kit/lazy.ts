import { Lazy } from 'cdk8s';

/**
 * A value that is rendered when all constructors have run. Never throw in one, and never use one for `metadata` or for
 * a whole map of labels or annotations: cdk8s does not resolve it there.
 */
export function lazy<T>(produce: () => T): T {
  return Lazy.any({ produce });
}
