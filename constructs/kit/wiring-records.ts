import type { ApiObject } from 'cdk8s';
import type { QueryRecord } from '../query/query.ts';
import type { Endpoint, Pods } from './endpoint.ts';
import type { PermissionsOf } from './permission.ts';
import type { RuleGroup } from './rules/rule-group.ts';
import type { ScrapeJob } from './scrape/job.ts';
import type { RenderedFile } from './written-files.ts';

/** A recorded connection. Both network policies are derived from it. */
export interface Connection {
  readonly from: Pods;
  readonly to: Endpoint;
  /** Its purpose. */
  readonly why: string;
}

/** Config files of one ConfigMap: metadata that its manifest lacks. */
export interface ConfigFilesRecord {
  /** Path of the construct that created them. */
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
  /** Effect of a change: the pods that read them restart, or reload them by themselves. */
  readonly onChange: 'restart' | 'reload';
  /** Queries in the files. @default - none. */
  readonly queries?: QueryRecord['language'] | 'dashboards';
  /** The manifest's object. */
  readonly configMap: ApiObject;
  /** A file before patches. */
  readonly rendered: (key: string) => RenderedFile | undefined;
}

/** Scrape jobs and rules that a construct offers to Prometheus. Jobs and queries show whether they were added. */
export interface Offer {
  /** Path of the construct. */
  readonly path: string;
  /** Name of its property, such as `metrics`. */
  readonly property: string;
  /** Arguments of `addScrape`. */
  readonly jobs: readonly ScrapeJob[];
  /** Arguments of `addRules`. */
  readonly rules: readonly RuleGroup[];
}

/** Permissions that a workload needs for the Kubernetes API. */
export interface PermissionRecord {
  /** Path of the workload's construct. */
  readonly path: string;
  readonly permissions: PermissionsOf;
}
