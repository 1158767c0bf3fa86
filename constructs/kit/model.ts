import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { QueryRecord } from '../query/query.ts';
import { validate } from './check.ts';
import type { Content } from './component.ts';
import type { Nodes } from './installation.ts';
import { PART_OF_LABEL } from './labels.ts';
import type { JobRecord } from './scrape/job.ts';
import { type Connection, type Offer, type PermissionRecord, Wiring } from './wiring.ts';
import { type ModelFile, queriesIn, readFiles } from './written-files.ts';

export type { ModelFile } from './written-files.ts';

/** A manifest as Kubernetes gets it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** One object of the output. */
export interface ModelObject {
  /** Path of its construct, such as `20-metrics/prometheus/workload/deployment`. */
  readonly path: string;
  /** Id of its chart: the name of its file. */
  readonly chart: string;
  /** Whether it carries the name of an installation of this tree. Checks do not report others. */
  readonly ours: boolean;
  readonly manifest: Manifest;
}

/** The whole output and its recorded relations, read-only. */
export interface Model {
  /** All objects: construct path, chart and manifest. */
  readonly objects: readonly ModelObject[];
  /** All config files: ConfigMap, key and content. */
  readonly files: readonly ModelFile[];
  /** All connections between pods and endpoints, with their purpose. */
  readonly connections: readonly Connection[];
  /** All scrape jobs, with the construct path of the Prometheus that scrapes them. */
  readonly jobs: readonly JobRecord[];
  /** All queries of alerts, recording rules and dashboards. */
  readonly queries: readonly QueryRecord[];
  /** Scrape jobs and rules that constructs offer, whether used or not. */
  readonly offers: readonly Offer[];
  /** Content of the stack, whether used or not. */
  readonly content: readonly Content[];
  /** Permissions that workloads need for the Kubernetes API. */
  readonly permissions: readonly PermissionRecord[];
  /** Existing namespaces, created elsewhere. */
  readonly existingNamespaces: readonly string[];
  /** Nodes that must have room for all pods. @default - unknown. */
  readonly nodes?: Nodes;
}

/**
 * Renders a complete tree once, for checks and explanations. Files and queries are read from the manifests, as they are
 * written.
 *
 * @throws InvalidInput when props of any construct are wrong.
 */
export function model(root: IConstruct): Model {
  validate(root);
  const wiring = Wiring.of(root);
  const objects = root.node
    .findAll()
    .filter((construct) => construct instanceof ApiObject)
    .map((object): ModelObject => {
      const manifest: Manifest = object.toJson();
      const ours = wiring.installations.has(manifest.metadata.labels?.[PART_OF_LABEL] ?? '');
      return { path: object.node.path, chart: Chart.of(object).node.id, ours, manifest };
    });
  const files = objects.flatMap((object) => filesOf(object, wiring));
  return {
    objects,
    files,
    connections: wiring.connections,
    jobs: wiring.jobs,
    queries: queriesIn(files),
    offers: wiring.offers,
    permissions: wiring.permissions,
    content: wiring.content,
    existingNamespaces: wiring.existingNamespaces,
    nodes: wiring.nodes,
  };
}

/** The files of a ConfigMap. Foreign ones are left out: their readers and format are unknown. */
function filesOf({ path, ours, manifest }: ModelObject, { files }: Wiring): ModelFile[] {
  if (manifest.kind !== 'ConfigMap') return [];
  const record = files.find(({ configMap }) => configMap.node.path === path);
  if (!ours && !record) return [];
  const { name: configMap, namespace = '' } = manifest.metadata;
  const { onChange, queries } = record ?? {};
  const common = {
    ...{ path: record?.path ?? path, namespace, configMap, onChange },
    ...(queries && queries !== 'dashboards' && { language: queries }),
  };
  const data = manifest.data as Readonly<Record<string, string>> | undefined;
  return readFiles(data ?? {}, (key) => record?.rendered(key)).map((file) => ({ ...common, ...file }));
}
