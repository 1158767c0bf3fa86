import type { Size } from 'cdk8s';

/** Memory of a container. */
export interface Memory {
  /** What the scheduler reserves. */
  readonly request: Size;
  /** Above it the container is OOM-killed. */
  readonly limit: Size;
}
