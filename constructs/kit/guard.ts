import type { Construct } from 'constructs';
import type { Catalogue } from './catalogue.ts';
import type { Endpoint } from './endpoint.ts';
import type { Identity } from './labels.ts';
import type { ContainerSettings } from './pod.ts';
import { kind, optional, type Read } from './read.ts';
import type { ScrapeJob } from './scrape/job.ts';
import type { Workload } from './workload.ts';

/** Requests that one kind of caller needs. */
export interface Call {
  /** HTTP methods. */
  readonly methods: readonly string[];
  /** Paths, each a regular expression (RE2) for the whole path as it is sent, before any escape is read. */
  readonly paths: readonly string[];
}

/** A port of a guard, for one kind of caller: network policies say who reaches it. */
export interface Door {
  /** From 1024 to 65535. */
  readonly port: number;
  /** All that passes. */
  readonly calls: readonly Call[];
}

/** The doors of a program, by purpose: `push`, `query`. The name is that of the container's port. */
export type Doors = Readonly<Record<string, Door>>;

/** A program that only its guard can reach. */
export interface Guarded {
  /** The workload of the program. */
  readonly identity: Identity;
  /** Port on which the program listens, on the loopback address of its pod. */
  readonly port: number;
  /** What passes, by the port on which it comes. */
  readonly doors: Doors;
  /** The door for callers that name no purpose. */
  readonly others: string;
}

/** The container that stands in front of a program, in the same pod. */
export interface GuardContainer {
  /** With a port for each door, and one named `guard` for its own metrics. */
  readonly container: ContainerSettings;
  /** Its metrics. */
  readonly exposes: Catalogue;
}

/** Creates the guard of a program. */
export type Guard = (scope: Construct, guarded: Guarded) => GuardContainer;

/** Reads a guard. @internal */
export const GUARD: Read<Guard | undefined> = optional(
  kind(
    (value) => typeof value === 'function',
    'a function that creates a guard; for example guard',
    undefined as never,
  ),
);

/** What the workload of a program needs, with a guard in front or without one. */
export interface GuardParts {
  /** Further ports of the Service: those for callers. */
  readonly service: Readonly<Record<string, number>>;
  /** Further containers of the pods. */
  readonly beside: readonly ContainerSettings[];
  /** Port on which the kubelet finds the program's health. */
  readonly probePort: number;
  /** The API as callers see it: see `door`. */
  readonly endpoint: <Protocol extends string>(workload: Workload, protocol: Protocol) => Endpoint<Protocol>;
  /** Metrics of the guard. */
  readonly metrics: (workload: Workload) => ScrapeJob | undefined;
}

/**
 * Puts a guard in front of a program.
 *
 * @param guard creates it; without one, all callers share the program's own port, `http`.
 */
export function guarded(scope: Construct, guard: Guard | undefined, program: Guarded): GuardParts {
  if (!guard) {
    return {
      ...{ service: {}, beside: [], probePort: program.port },
      endpoint: (workload, protocol) => workload.endpoint(protocol, 'http'),
      metrics: () => undefined,
    };
  }
  const { doors, others, identity } = program;
  const { container, exposes } = guard(scope, program);
  return {
    service: Object.fromEntries(
      Object.entries(doors)
        .filter(([purpose]) => purpose !== 'health' && purpose !== 'metrics')
        .map(([purpose, { port }]) => [purpose, port]),
    ),
    beside: [container],
    probePort: doors.health?.port ?? program.port,
    endpoint: (workload, protocol) => {
      const ports = Object.keys(doors).map((purpose) => [purpose, workload.endpoint(protocol, purpose)] as const);
      const doorsOf = Object.fromEntries(ports.map(([purpose, { ports, url }]) => [purpose, { ports, url }]));
      return { ...workload.endpoint(protocol, others), doors: doorsOf };
    },
    metrics: (workload) => ({
      job: 'guard',
      app: identity.app,
      discovery: 'pods',
      endpoint: workload.endpoint('metrics', 'guard'),
      exposes,
    }),
  };
}
