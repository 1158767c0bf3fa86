import type { Size } from 'cdk8s';

/** Memory of a container. */
export interface Memory {
  /** What the scheduler reserves. */
  readonly request: Size;
  /** Beyond it the container is killed. */
  readonly limit: Size;
}
