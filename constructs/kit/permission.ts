import type { k8s } from '../../imports/k8s.ts';

/** Permissions for the Kubernetes API, in the form of role rules. */
export interface Permission extends k8s.PolicyRule {
  /** Namespace in which they apply. @default - all namespaces. */
  readonly namespace?: string;
}

/** The input of a program. */
export interface ProgramInput {
  /** The config files that its pods mount, as they are written. */
  readonly files: readonly unknown[];
  /** The arguments of its containers. */
  readonly args: readonly string[];
}

/** Computes the permissions that a program needs with some input. */
export type PermissionsOf = (input: ProgramInput) => readonly Permission[];
