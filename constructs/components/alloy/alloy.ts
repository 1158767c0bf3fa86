import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ConfigFiles } from '../../kit/config-files.ts';
import { type Endpoint, endpoint } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import { type Identity, metadataOf, NAME_LABEL } from '../../kit/labels.ts';
import type { Memory } from '../../kit/memory.ts';
import type { Probe, Probes } from '../../kit/pod.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import * as kit from '../../kit/settings.ts';
import * as validators from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { type AlloyBlock, expression, toAlloy } from './alloy-syntax.ts';
import { metrics } from './metrics.ts';
import { rewindScript } from './rewind.ts';

/** The release that this project is tested with. */
export const IMAGE = 'grafana/alloy:v1.18.1';

const CONFIG = '/etc/alloy/config';
/** Not below the image's /var/lib/alloy: that folder is closed to a root without capabilities. */
const STORAGE = '/var/lib/alloy-positions';
/** Written by the component `loki.source.file.pods` of the configuration below. */
const POSITIONS = `${STORAGE}/loki.source.file.pods/positions.yml`;
const LOGS = '/var/log/pods';
const PORT = 12_345;

/** A pod with this annotation set to `drop` keeps its logs to itself. */
export const LOGS_ANNOTATION = 'logs/collect';

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

/** Reads the logs of all pods from every node's files, and sends them to Loki. */
export class Alloy extends Construct {
  /** Its own metrics. */
  readonly metrics: ScrapeJob;

  constructor(scope: Construct, id: string, props: AlloyProps) {
    super(scope, id);
    const settings = kit.settingsOf(this, props, { defaults, shape: { loki: endpoint('loki') }, problems });
    const { installation, namespace, name, loki } = settings;
    const identity: Identity = { namespace, name, app: 'alloy', component: 'logs', partOf: installation.name };
    const config = new ConfigFiles(this, 'config', {
      metadata: metadataOf(identity, `${name}-config`),
      onChange: 'restart',
      files: { 'config.alloy': () => toAlloy(configuration(loki, installation.cluster.name)) },
    });
    const workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: 'every-node',
      runAs: {
        user: 0,
        group: 0,
        rootBecause:
          'log files belong to root and are closed to others, as is the folder that the kubelet makes for the positions',
      },
      // It sends what it holds for up to one minute.
      grace: Duration.seconds(90),
      api: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
      init: { name: 'rewind', command: ['/bin/sh', '-c', rewindScript(POSITIONS)] },
      container: {
        image: settings.image,
        args: [
          'run',
          `${CONFIG}/config.alloy`,
          `--server.http.listen-addr=0.0.0.0:${PORT}`,
          `--storage.path=${STORAGE}`,
          '--disable-reporting',
        ],
        env: { NODE_NAME: { field: 'spec.nodeName' } },
        ports: { http: PORT },
        probes: PROBES,
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: [
          { kind: 'config', path: CONFIG, from: [config] },
          {
            kind: 'host',
            path: STORAGE,
            hostPath: settings.positions ?? `/var/lib/${installation.name}-${name}`,
            writable: true,
          },
          { kind: 'host', path: LOGS, hostPath: LOGS },
          { kind: 'scratch', path: '/tmp', size: Size.mebibytes(64) },
        ],
      },
    });
    this.metrics = {
      job: 'alloy',
      discovery: 'pods',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: metrics,
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
    Wiring.of(this).connect(workload.pods, loki, 'pushes logs');
  }
}

const defaults = () => ({
  name: 'alloy',
  image: IMAGE,
  cpu: Cpu.millis(50),
  memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
});

function problems({ positions }: Pick<AlloyProps, 'positions'>): string[] {
  return validators.unless(
    positions === undefined || validators.isFolder(positions),
    `'positions' (${shown(positions)}) must be an absolute path below /; for example "/var/lib/monitoring-alloy"`,
  );
}

const READY: Probe = {
  check: { path: '/-/ready', port: PORT },
  period: Duration.seconds(10),
  timeout: Duration.seconds(5),
  failures: 3,
};

const PROBES: Probes = {
  startup: { ...READY, period: Duration.seconds(5), failures: 24 },
  readiness: READY,
  liveness: { ...READY, failures: 6 },
};

/** The levels that become a label, whatever a line says: a label must have few values. */
const LEVELS = 'trace|debug|info|warn|warning|error|critical|fatal|panic';

function configuration(loki: Endpoint<'loki'>, cluster: string): AlloyBlock[] {
  return [
    { block: 'logging', attributes: { level: 'warn', format: 'json' } },
    {
      block: 'discovery.kubernetes',
      label: 'pods',
      comment: 'Only the pods of this node: otherwise every collector would hold the whole cluster.',
      attributes: { role: 'pod' },
      blocks: [
        {
          block: 'selectors',
          attributes: { role: 'pod', field: expression('"spec.nodeName=" + sys.env("NODE_NAME")') },
        },
      ],
    },
    {
      block: 'discovery.relabel',
      label: 'pods',
      attributes: { targets: expression('discovery.kubernetes.pods.targets') },
      blocks: RELABELLING,
    },
    {
      block: 'local.file_match',
      label: 'pods',
      attributes: { path_targets: expression('discovery.relabel.pods.output'), sync_period: '5s' },
    },
    {
      block: 'loki.source.file',
      label: 'pods',
      attributes: {
        targets: expression('local.file_match.pods.targets'),
        forward_to: [expression('loki.process.pods.receiver')],
      },
    },
    {
      block: 'loki.process',
      label: 'pods',
      attributes: { forward_to: [expression('loki.write.loki.receiver')] },
      blocks: PROCESSING,
    },
    {
      block: 'loki.write',
      label: 'loki',
      attributes: { external_labels: { map: { cluster } } },
      blocks: [
        {
          block: 'endpoint',
          comment: 'Tries without end: what Loki has not taken is still in the files of the node.',
          attributes: {
            url: `${loki.url}/loki/api/v1/push`,
            batch_wait: '1s',
            min_backoff_period: '500ms',
            max_backoff_period: '30s',
            max_backoff_retries: 0,
          },
        },
      ],
    },
  ];
}

const META = '__meta_kubernetes_';

const RELABELLING: readonly AlloyBlock[] = [
  rule({ source_labels: [metaAnnotation(LOGS_ANNOTATION)], regex: 'drop', action: 'drop' }),
  copy('namespace', 'namespace'),
  copy('pod_name', 'pod'),
  copy('pod_container_name', 'container'),
  copy('pod_container_name', 'app', 'Without the recommended label, the container tells best what runs.'),
  copy('pod_label_k8s_app', 'app'),
  copy(metaLabel(NAME_LABEL), 'app'),
  rule({
    source_labels: [`${META}pod_uid`, `${META}pod_container_name`],
    separator: '/',
    target_label: '__path__',
    replacement: `${LOGS}/*$1/*.log`,
  }),
  rule(
    {
      source_labels: [metaAnnotation('kubernetes.io/config.hash'), `${META}pod_container_name`],
      separator: '/',
      regex: '([^/]+/.+)',
      target_label: '__path__',
      replacement: `${LOGS}/*$1/*.log`,
    },
    'Pods that a node starts from its own files have their folder under another id.',
  ),
];

const PROCESSING: readonly AlloyBlock[] = [
  { block: 'stage.cri' },
  {
    block: 'stage.regex',
    comment: 'JSON and logfmt; the same words everywhere, so that one query finds all errors.',
    attributes: { expression: `(?i)(?:"(?:level|severity)"\\s*:\\s*"|\\blevel=)(?P<level>${LEVELS})\\b` },
  },
  {
    block: 'stage.template',
    attributes: {
      source: 'level',
      template:
        '{{ $l := ToLower .Value }}{{ if eq $l "warn" }}warning{{ else if or (eq $l "fatal") (eq $l "panic") }}critical{{ else }}{{ $l }}{{ end }}',
    },
  },
  { block: 'stage.labels', attributes: { values: { map: { level: '' } } } },
  { block: 'stage.label_drop', attributes: { values: ['filename'] } },
];

function rule(attributes: AlloyBlock['attributes'], comment?: string): AlloyBlock {
  return { block: 'rule', attributes, comment };
}

/** Copies a discovered value, unless it is empty. */
function copy(from: string, to: string, comment?: string): AlloyBlock {
  return rule({ source_labels: [`${META}${from}`], regex: '(.+)', target_label: to }, comment);
}

function sanitized(key: string): string {
  return key.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}

function metaLabel(key: string): string {
  return `pod_label_${sanitized(key)}`;
}

function metaAnnotation(key: string): string {
  return `${META}pod_annotation_${sanitized(key)}`;
}
