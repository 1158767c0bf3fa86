import type { k8s } from '../../imports/k8s.ts';

/** Something that pods ask the Kubernetes API, as rules of roles say it. */
export interface Permission extends k8s.PolicyRule {
  /** Where they ask it. @default - in all namespaces. */
  readonly namespace?: string;
}

/** What a program is started with. */
export interface ProgramInput {
  /** The config files that its pods mount, as they are written. */
  readonly files: readonly unknown[];
  /** The arguments of its containers. */
  readonly args: readonly string[];
}

/** The permissions that a program needs with some input. */
export type PermissionsOf = (input: ProgramInput) => readonly Permission[];
