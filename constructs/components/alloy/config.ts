import type { Endpoint } from '../../kit/endpoint.ts';
import { NAME_LABEL } from '../../kit/labels.ts';
import { LOG_LIMITS } from '../../kit/log-limits.ts';
import { type AlloyBlock, expression } from './alloy-syntax.ts';
import { COUNTING, OF_COUNTERS } from './counting.ts';
import { ENTRIES } from './entries.ts';
import { LEVEL } from './level.ts';

export const LOGS = '/var/log/pods';

/** A pod with this annotation set to `drop` keeps its logs to itself. */
export const LOGS_ANNOTATION = 'logs/collect';

export function configuration(loki: Endpoint<'loki'>, cluster: string): AlloyBlock[] {
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
      attributes: {
        forward_to: [expression('loki.process.stored.receiver'), expression('loki.process.counted.receiver')],
      },
      blocks: PROCESSING,
    },
    {
      block: 'loki.process',
      label: 'stored',
      attributes: { forward_to: [expression('loki.write.loki.receiver')] },
      blocks: [{ block: 'stage.label_drop', attributes: { values: ['filename', ...Object.keys(OF_COUNTERS)] } }],
    },
    COUNTING,
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
            batch_size: `${LOG_LIMITS.batch / 2 ** 20}MiB`,
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

const UID = { label: `${META}pod_uid`, pattern: '[0-9a-f-]+' };
const HASH = { label: metaAnnotation('kubernetes.io/config.hash'), pattern: '[0-9a-f]{32}' };

const RELABELLING: readonly AlloyBlock[] = [
  rule({ source_labels: [metaAnnotation(LOGS_ANNOTATION)], regex: 'drop', action: 'drop' }),
  copy('namespace', 'namespace'),
  copy('pod_name', 'pod'),
  copy('pod_container_name', 'container'),
  copy('pod_container_name', 'app', 'Without the recommended label, the container tells best what runs.'),
  copy('pod_label_k8s_app', 'app'),
  copy(metaLabel(NAME_LABEL), 'app'),
  path(
    [UID],
    'The whole name of the folder, from what the API server vouches for: no pod can point to the files of another.',
  ),
  path(
    [UID, HASH],
    'Pods that a node starts from its own files have their folder under a hash. Others may write that annotation too.',
  ),
  ...Object.entries(OF_COUNTERS).map(([label, from]) => copy(from, label)),
  rule(
    {
      source_labels: [`${META}pod_controller_kind`, `${META}pod_label_pod_template_hash`, `${META}pod_controller_name`],
      regex: 'ReplicaSet;.+;(.+)-[^-]+',
      target_label: 'workload',
    },
    'A ReplicaSet of a Deployment has the name of that, and a hash.',
  ),
  rule({
    source_labels: ['workload_kind', `${META}pod_label_pod_template_hash`],
    regex: 'ReplicaSet;.+',
    target_label: 'workload_kind',
    replacement: 'Deployment',
  }),
];

/** `loki_process_custom_line_part_bytes_total`, with the labels of the stream. */
const PART_BYTES: AlloyBlock = {
  block: 'metric.counter',
  attributes: {
    name: 'line_part_bytes_total',
    description: 'Bytes of lines that the container runtime wrote in parts, without the last part.',
    match_all: true,
    count_entry_bytes: true,
    action: 'add',
    max_idle_duration: '1h',
  },
};

const PROCESSING: readonly AlloyBlock[] = [
  {
    block: 'stage.match',
    comment:
      'Whose lines are so long that the runtime writes them in parts: without this, nobody knows whose were cut.',
    attributes: { selector: '{namespace=~".+"} |~ "^[^ ]+ [^ ]+ P "' },
    blocks: [{ block: 'stage.metrics', blocks: [PART_BYTES] }],
  },
  {
    block: 'stage.cri',
    comment: 'As long as Loki takes them: a line that never ends is cut here, or it would fill the memory.',
    attributes: { max_partial_line_size: LOG_LIMITS.line, max_partial_line_size_truncate: true },
  },
  { block: 'stage.decolorize', comment: 'Colors stand before the level, and in what people search for.' },
  ...ENTRIES,
  ...LEVEL,
];

function rule(attributes: AlloyBlock['attributes'], comment?: string): AlloyBlock {
  return { block: 'rule', attributes, comment };
}

/** Copies a discovered value, unless it is empty. */
function copy(from: string, to: string, comment?: string): AlloyBlock {
  return rule({ source_labels: [`${META}${from}`], regex: '(.+)', target_label: to }, comment);
}

/** The files of a pod, in the folder that the kubelet gives them: `<namespace>_<pod>_<id>/<container>`. */
function path(ids: readonly (typeof UID)[], comment: string): AlloyBlock {
  const parts = [
    { label: `${META}namespace`, pattern: '[a-z0-9-]+' },
    { label: `${META}pod_name`, pattern: '[a-z0-9.-]+' },
    { label: `${META}pod_container_name`, pattern: '[a-z0-9-]+' },
    ...ids,
  ];
  const id = ids.length === 1 ? `$\{4}` : `{$\{4},$\{5}}`;
  return rule(
    {
      source_labels: parts.map(({ label }) => label),
      regex: parts.map(({ pattern }) => `(${pattern})`).join(';'),
      target_label: '__path__',
      replacement: `${LOGS}/$\{1}_$\{2}_${id}/$\{3}/*.log`,
    },
    comment,
  );
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
