import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { QueryRecord } from '../query/query.ts';
import type { Content } from './component.ts';
import type { Nodes } from './installation.ts';
import type { RuleGroup } from './rules/rule-group.ts';
import type { JobRecord, ScrapeJob } from './scrape/job.ts';
import { type Connection, Wiring } from './wiring.ts';

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
  readonly manifest: Manifest;
}

/** One config file of the output. */
export interface ModelFile {
  /** Path of the construct that made it. */
  readonly path: string;
  readonly namespace: string;
  readonly configMap: string;
  readonly key: string;
  readonly onChange: 'restart' | 'reload';
  /** What was rendered, before it became text. */
  readonly content: unknown;
}

/** What a construct has for Prometheus. Whether it was given, `jobs` and `queries` tell. */
export interface Offer {
  /** Path of the construct. */
  readonly path: string;
  /** Name of its property, such as `metrics`. */
  readonly property: string;
  /** For `addScrape`. */
  readonly jobs: readonly ScrapeJob[];
  /** For `addRules`. */
  readonly rules: readonly RuleGroup[];
}

/** The whole output and what its parts said about each other, to be read only. */
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
  /** Scrape jobs and rules that constructs provide, whether they are used or not. */
  readonly offers: readonly Offer[];
  /** What the stack brings, whether it is used or not. */
  readonly content: readonly Content[];
  /** Namespaces that are there already, made by others. */
  readonly existingNamespaces: readonly string[];
  /** Nodes on which everything has to find room. @default - nobody said which there are. */
  readonly nodes?: Nodes;
}

/**
 * Renders a complete tree once, for whoever wants to check or explain it.
 *
 * @throws InvalidInput when props of any construct are wrong.
 */
export function model(root: IConstruct): Model {
  const constructs = root.node.findAll();
  for (const { node } of constructs) node.validate();
  const wiring = Wiring.of(root);
  const objects = constructs
    .filter((construct) => construct instanceof ApiObject)
    .map((object) => ({
      path: object.node.path,
      chart: Chart.of(object).node.id,
      manifest: object.toJson() as Manifest,
    }));
  return {
    objects,
    files: wiring.files.map(({ content, ...file }) => ({ ...file, content: content() })),
    connections: wiring.connections,
    jobs: wiring.jobs,
    queries: wiring.queries,
    offers: constructs.flatMap(offersOf),
    content: wiring.content,
    existingNamespaces: wiring.existingNamespaces,
    nodes: wiring.nodes,
  };
}

/** Whoever is scraped, or has rules of its own, says so in these properties: see `Application`. */
function offersOf(construct: IConstruct): Offer[] {
  const { path } = construct.node;
  const { metrics, telemetry, rules } = construct as unknown as Readonly<Record<string, unknown>>;
  return [
    ...Object.entries({ metrics, telemetry })
      .filter((entry): entry is [string, ScrapeJob] => Object(entry[1]).endpoint !== undefined)
      .map(([property, job]) => ({ path, property, jobs: [job], rules: [] })),
    ...(Array.isArray(rules) ? [{ path, property: 'rules', jobs: [], rules }] : []),
  ];
}
