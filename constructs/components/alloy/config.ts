import type { Endpoint } from '../../kit/endpoint.ts';
import { NAME_LABEL } from '../../kit/labels.ts';
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

const PROCESSING: readonly AlloyBlock[] = [
  { block: 'stage.cri' },
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

function sanitized(key: string): string {
  return key.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}

function metaLabel(key: string): string {
  return `pod_label_${sanitized(key)}`;
}

function metaAnnotation(key: string): string {
  return `${META}pod_annotation_${sanitized(key)}`;
}
