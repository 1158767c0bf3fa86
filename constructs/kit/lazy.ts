import { Lazy } from 'cdk8s';

/**
 * A value that is computed after all constructors have run. It must not throw, and can't be used for `metadata` or a whole map
 * of labels or annotations: cdk8s does not resolve it there.
 */
export function lazy<T>(produce: () => T): T {
  return Lazy.any({ produce });
}
