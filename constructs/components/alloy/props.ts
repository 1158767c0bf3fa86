import type { Cpu } from 'cdk8s-plus-28';
import type { Endpoint } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Memory } from '../../kit/memory.ts';

/** Properties for `Alloy`. */
export interface AlloyProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. It needs the Pod Security level `privileged`, for the node's log files. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'alloy'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /** Where the logs go. */
  readonly loki: Endpoint<'loki'>;

  /**
   * Folder on every node that keeps what was read so far, so that a new pod goes on where the old one stopped.
   *
   * @default '/var/lib/' and the names of the installation and of its objects, such as '/var/lib/monitoring-alloy'
   */
  readonly positions?: string;

  /**
   * Memory.
   *
   * @default { request: Size.mebibytes(128), limit: Size.mebibytes(512) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved, on every node.
   *
   * @default Cpu.millis(50)
   */
  readonly cpu?: Cpu;
}
