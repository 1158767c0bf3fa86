import type { TopicCases } from '../../lib/alerts/case.ts';
import { type Labels, series } from '../../lib/alerts/series.ts';
import { state } from '../../lib/alerts/state.ts';

const DEPLOYMENT = { namespace: 'shops', deployment: 'shop' };
const OTHER = { namespace: 'shops', deployment: 'stall' };
const SET = { namespace: 'shops', statefulset: 'books' };
const DAEMONS = { namespace: 'shops', daemonset: 'agent' };

const deployment = (metric: string, labels: Labels, values: string) =>
  state(`kube_deployment_${metric}`, labels, values);
const statefulSet = (metric: string, values: string) => state(`kube_statefulset_${metric}`, SET, values);
const daemonSet = (metric: string, values: string) => state(`kube_daemonset_status_${metric}`, DAEMONS, values);
const node = (name: string, values: string) =>
  state('kube_node_status_condition', { node: name, condition: 'Ready', status: 'true' }, values);
const stuck = (labels: Labels, values: string) =>
  state(
    'kube_deployment_status_condition',
    { ...labels, condition: 'Progressing', status: 'false', reason: 'ProgressDeadlineExceeded' },
    values,
  );

/** A pod of a workload, and whether it is ready. */
const pod = (name: string, kind: string, workload: string, ready: string) => ({
  ...state('kube_pod_owner', { namespace: 'shops', pod: name, owner_kind: kind, owner_name: workload }, '1x100'),
  ...state('kube_pod_status_ready', { namespace: 'shops', pod: name, condition: 'true' }, ready),
});
const replicaSet = (name: string, owner: string) =>
  state(
    'kube_replicaset_owner',
    { namespace: 'shops', replicaset: name, owner_kind: 'Deployment', owner_name: owner },
    '1x100',
  );
/** A pod of a DaemonSet on a node. */
const daemon = (name: string, on: string, ready: string, owner = DAEMONS.daemonset) => ({
  ...pod(name, 'DaemonSet', owner, ready),
  ...state('kube_pod_info', { namespace: 'shops', pod: name, node: on }, '1x100'),
});
const crashes = (name: string) =>
  state(
    'kube_pod_container_status_waiting_reason',
    { namespace: 'shops', pod: name, container: 'c', reason: 'CrashLoopBackOff' },
    '1x100',
  );

const up = (namespace: string, app: string, values: string) => ({
  [series('up', { job: app, namespace, app, pod: `${app}-a` })]: values,
});

/** Requests to an application: what ApplicationDown remembers it by. */
const asked = {
  [series('http_requests_total', { job: 'shop', namespace: 'shops', app: 'shop', path: '/' })]: '0+60x5',
};

/** Deployments of one pod, which is not available any more. */
const unavailable = (...workloads: readonly Labels[]) =>
  Object.assign(
    {},
    ...workloads.flatMap((one) => [
      deployment('status_replicas_available', one, '1 0x60'),
      deployment('spec_replicas', one, '1x60'),
    ]),
  );
const inStack = (name: string) => ({ namespace: 'monitoring', deployment: name });

/** The Deployment `backend`, whose pods are of the application `api`, and gone. */
const apiOfBackend = {
  ...deployment('spec_replicas', { ...DEPLOYMENT, deployment: 'backend' }, '2x60'),
  ...up('shops', 'api', '1x10 stale'),
  ...state(
    'kube_pod_owner',
    { namespace: 'shops', pod: 'api-a', owner_kind: 'ReplicaSet', owner_name: 'backend-1' },
    '1x10 stale',
  ),
  ...replicaSet('backend-1', 'backend'),
};

/** Of three pods, so many run the version that the set should have. Its current one is `books-1`. */
const rollout = (updated: string, revision: string) => ({
  ...statefulSet('replicas', '3x60'),
  ...statefulSet('status_replicas_updated', updated),
  ...state('kube_statefulset_status_current_revision', { ...SET, revision: 'books-1' }, '1x60'),
  ...state('kube_statefulset_status_update_revision', { ...SET, revision }, '1x60'),
});

export const workloads: TopicCases = {
  alerts: [
    {
      alert: 'DeploymentUnavailable',
      when: 'its only pod is not there for a quarter of an hour',
      series: {
        ...deployment('status_replicas_available', DEPLOYMENT, '1x5 0x30'),
        ...deployment('spec_replicas', DEPLOYMENT, '1x40'),
        ...deployment('status_replicas_available', OTHER, '1x40'),
        ...deployment('spec_replicas', OTHER, '2x40'),
      },
      at: '22m',
      fires: [{ labels: DEPLOYMENT, description: 'No pod of the Deployment shop in shops is available.' }],
    },
    {
      alert: 'DeploymentUnavailable',
      when: 'pods of an application, of Loki and of Alertmanager answer Prometheus, and none of them is ready',
      series: {
        ...unavailable(DEPLOYMENT, inStack('loki'), inStack('alertmanager')),
        ...asked,
        ...up('shops', 'shop', '1x60'),
        ...up('monitoring', 'loki', '1x60'),
        ...up('monitoring', 'alertmanager', '1x60'),
      },
      at: '17m',
      fires: [
        { labels: DEPLOYMENT, description: 'No pod of the Deployment shop in shops is available.' },
        { labels: inStack('loki'), description: 'No pod of the Deployment loki in monitoring is available.' },
        {
          labels: inStack('alertmanager'),
          description: 'No pod of the Deployment alertmanager in monitoring is available.',
        },
      ],
    },
    {
      alert: 'DeploymentUnavailable',
      when: 'pods of an application crash again and again, and answer for a minute every six minutes',
      series: {
        ...unavailable(DEPLOYMENT),
        ...asked,
        ...up('shops', 'shop', '1 0x4 1 0x4 1 0x4 1 0x4 1 0x4 1 0x4 1 0x4'),
      },
      at: '30m',
      fires: [{ labels: DEPLOYMENT, description: 'No pod of the Deployment shop in shops is available.' }],
    },
    {
      alert: 'DeploymentUnavailable',
      when: 'it should have no pod, or no pod answers of an application, of Loki and of one that is gone; Grafana is not ready',
      series: {
        ...deployment('status_replicas_available', OTHER, '0x40'),
        ...deployment('spec_replicas', OTHER, '0x40'),
        ...unavailable(DEPLOYMENT, ...['loki', 'alertmanager', 'grafana'].map(inStack)),
        ...asked,
        ...up('shops', 'shop', '1x2 0x60'),
        ...up('monitoring', 'loki', '1x2 0x60'),
        ...up('monitoring', 'alertmanager', '1x2 0x10 stale'),
        ...up('monitoring', 'grafana', '1x60'),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'DeploymentUnavailable',
      when: 'it has been away for more than a week, and still is',
      series: {
        ...deployment('status_replicas_available', DEPLOYMENT, '1x4 0x350'),
        ...deployment('spec_replicas', DEPLOYMENT, '1x360'),
      },
      at: '172h',
      every: '30m',
      fires: [{ labels: DEPLOYMENT, description: 'No pod of the Deployment shop in shops is available.' }],
    },
    {
      alert: 'DeploymentUnavailable',
      when: 'it is that of an application with another name, by its pods or by the release of Helm in front',
      series: {
        ...unavailable({ ...DEPLOYMENT, deployment: 'prod-shop' }, { ...DEPLOYMENT, deployment: 'backend' }),
        ...asked,
        ...up('shops', 'shop', '1x2 0x60'),
        [series('http_requests_total', { job: 'api', namespace: 'shops', app: 'api', path: '/' })]: '0+60x5',
        ...up('shops', 'api', '1x2 stale'),
        ...state(
          'kube_pod_owner',
          { namespace: 'shops', pod: 'api-a', owner_kind: 'ReplicaSet', owner_name: 'backend-1' },
          '1x2 stale',
        ),
        ...replicaSet('backend-1', 'backend'),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'DeploymentUnavailable',
      when: 'the application of its name has a Deployment of its own, or only some of its pods are gone',
      series: {
        ...unavailable({ ...DEPLOYMENT, deployment: 'old-shop' }),
        ...deployment('spec_replicas', DEPLOYMENT, '0x60'),
        ...asked,
        ...up('shops', 'shop', '1x2 0x60'),
      },
      at: '40m',
      fires: [
        {
          labels: { ...DEPLOYMENT, deployment: 'old-shop' },
          description: 'No pod of the Deployment old-shop in shops is available.',
        },
      ],
    },
    {
      alert: 'DeploymentUnavailable',
      when: 'it never was available: DeploymentNeverAvailable tells',
      series: {
        ...deployment('status_replicas_available', DEPLOYMENT, '0x60'),
        ...deployment('spec_replicas', DEPLOYMENT, '1x60'),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'DeploymentNeverAvailable',
      when: 'somebody tries something in a namespace for it',
      series: {
        ...deployment('status_replicas_available', DEPLOYMENT, '0x60'),
        ...deployment('spec_replicas', DEPLOYMENT, '1x60'),
      },
      at: '16m',
      fires: [
        {
          labels: DEPLOYMENT,
          description: 'No pod of the Deployment shop in shops is available, and none was within a day.',
        },
      ],
    },
    {
      alert: 'DeploymentNeverAvailable',
      when: 'it was available before, or takes ten minutes to come up',
      series: {
        ...unavailable(OTHER),
        ...deployment('status_replicas_available', DEPLOYMENT, '0x10 1x50'),
        ...deployment('spec_replicas', DEPLOYMENT, '1x60'),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'StatefulSetNeverAvailable',
      when: 'its first pod does not come up',
      series: { ...statefulSet('status_replicas_available', '0x30'), ...statefulSet('replicas', '3x30') },
      at: '16m',
      fires: [
        {
          labels: SET,
          description: 'No pod of the StatefulSet books in shops is available, and none was within a day.',
        },
      ],
    },
    {
      alert: 'StatefulSetNeverAvailable',
      when: 'it was available before',
      series: { ...statefulSet('status_replicas_available', '1x2 0x30'), ...statefulSet('replicas', '3x40') },
      at: '30m',
      fires: [],
    },
    {
      alert: 'StatefulSetChangeIgnored',
      when: 'a change was not seen',
      series: { ...statefulSet('metadata_generation', '5x40'), ...statefulSet('status_observed_generation', '4x40') },
      at: '16m',
      fires: [
        {
          labels: SET,
          description: 'The StatefulSet books in shops was changed 1 times, and its controller has not seen it.',
        },
      ],
    },
    {
      alert: 'StatefulSetChangeIgnored',
      when: 'the controller is away for ten minutes',
      series: {
        ...statefulSet('metadata_generation', '5x40'),
        ...statefulSet('status_observed_generation', '5x3 4x10 5x30'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'StatefulSetRolloutStuck',
      when: 'all pods are ready, and two of three are old',
      series: { ...rollout('1x60', 'books-2'), ...pod('books-0', 'StatefulSet', 'books', '1x60') },
      at: '31m',
      fires: [
        {
          labels: SET,
          description:
            '2 pods of the StatefulSet books in shops still run its old version, and for 15 minutes none was updated.',
        },
      ],
    },
    {
      alert: 'StatefulSetRolloutStuck',
      when: 'its new pod is not ready, and PodNotReady tells',
      series: { ...rollout('1x60', 'books-2'), ...pod('books-2', 'StatefulSet', 'books', '0x60') },
      at: '31m',
      fires: [],
    },
    {
      alert: 'StatefulSetRolloutStuck',
      when: 'there is only one version',
      series: rollout('0x60', 'books-1'),
      at: '31m',
      fires: [],
    },
    {
      alert: 'DeploymentReplicasMissing',
      when: 'a quota lets only one of three pods be made',
      series: {
        ...deployment('spec_replicas', DEPLOYMENT, '3x40'),
        ...deployment('status_replicas', DEPLOYMENT, '1x40'),
      },
      at: '16m',
      fires: [{ labels: DEPLOYMENT, description: '2 pods of the Deployment shop in shops do not exist.' }],
    },
    {
      alert: 'DeploymentReplicasMissing',
      when: 'it has more pods than wanted for a moment, or was scaled up five minutes ago',
      series: {
        ...deployment('spec_replicas', DEPLOYMENT, '3x40'),
        ...deployment('status_replicas', DEPLOYMENT, '4x40'),
        ...deployment('spec_replicas', OTHER, '1x11 3x40'),
        ...deployment('status_replicas', OTHER, '1x40'),
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'DeploymentRolloutStuck',
      when: 'the new pod runs and is never ready, beside another Deployment whose pod crashes',
      series: {
        ...stuck(DEPLOYMENT, '0x5 1x30'),
        ...deployment('spec_replicas', DEPLOYMENT, '2x40'),
        ...deployment('status_replicas', DEPLOYMENT, '3x40'),
        ...replicaSet('shop-2', 'shop'),
        ...pod('shop-2-a', 'ReplicaSet', 'shop-2', '0x40'),
        ...replicaSet('stall-2', 'stall'),
        ...pod('stall-2-a', 'ReplicaSet', 'stall-2', '0x40'),
        ...crashes('stall-2-a'),
      },
      at: '22m',
      fires: [
        {
          labels: DEPLOYMENT,
          description:
            'The rollout of the Deployment shop in shops makes no progress: its deadline has passed. What ran before still serves.',
        },
      ],
    },
    {
      alert: 'DeploymentRolloutStuck',
      when: 'its new pod crash loops, or cannot be made: other alerts say so',
      series: {
        ...stuck(DEPLOYMENT, '1x30'),
        ...replicaSet('shop-2', 'shop'),
        ...pod('shop-2-a', 'ReplicaSet', 'shop-2', '0x40'),
        ...crashes('shop-2-a'),
        ...stuck(OTHER, '1x30'),
        ...deployment('spec_replicas', OTHER, '2x40'),
        ...deployment('status_replicas', OTHER, '1x40'),
      },
      at: '22m',
      fires: [],
    },
    {
      alert: 'DeploymentChangeIgnored',
      when: 'two changes were not seen',
      series: {
        ...deployment('metadata_generation', DEPLOYMENT, '5x40'),
        ...deployment('status_observed_generation', DEPLOYMENT, '3x40'),
      },
      at: '16m',
      fires: [
        {
          labels: DEPLOYMENT,
          description: 'The Deployment shop in shops was changed 2 times, and its controller has not seen it.',
        },
      ],
    },
    {
      alert: 'DeploymentChangeIgnored',
      when: 'the controller is away for ten minutes',
      series: {
        ...deployment('metadata_generation', DEPLOYMENT, '5x40'),
        ...deployment('status_observed_generation', DEPLOYMENT, '5x3 4x10 5x30'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'StatefulSetUnavailable',
      when: 'all of its pods are gone',
      series: { ...statefulSet('status_replicas_available', '3 0x30'), ...statefulSet('replicas', '3x30') },
      at: '17m',
      fires: [{ labels: SET, description: 'No pod of the StatefulSet books in shops is available.' }],
    },
    {
      alert: 'StatefulSetUnavailable',
      when: 'its pods answer Prometheus, and none of them is ready',
      series: {
        ...statefulSet('status_replicas_available', '3 0x30'),
        ...statefulSet('replicas', '3x30'),
        [series('http_requests_total', { job: 'books', namespace: 'shops', app: 'books', path: '/' })]: '0+60x5',
        ...up('shops', 'books', '1x30'),
      },
      at: '17m',
      fires: [{ labels: SET, description: 'No pod of the StatefulSet books in shops is available.' }],
    },
    {
      alert: 'StatefulSetUnavailable',
      when: 'one of three is there',
      series: { ...statefulSet('status_replicas_available', '1x30'), ...statefulSet('replicas', '3x30') },
      at: '16m',
      fires: [],
    },
    {
      alert: 'StatefulSetUnavailable',
      when: 'it is an application of which no pod answers, and ApplicationDown tells',
      series: {
        ...statefulSet('status_replicas_available', '0x40'),
        ...statefulSet('replicas', '3x40'),
        [series('http_requests_total', { job: 'books', namespace: 'shops', app: 'books', path: '/' })]: '0+60x5',
        ...up('shops', 'books', '1x5 0x40'),
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'StatefulSetReplicasMissing',
      when: 'the pods that exist are ready, and one is not made',
      series: {
        ...statefulSet('replicas', '3x30'),
        ...statefulSet('status_replicas_ready', '2x30'),
        ...pod('books-0', 'StatefulSet', 'books', '1x30'),
        ...pod('books-1', 'StatefulSet', 'books', '1x30'),
        ...pod('other-0', 'StatefulSet', 'other', '0x30'),
      },
      at: '16m',
      fires: [{ labels: SET, description: '1 pods of the StatefulSet books in shops are missing.' }],
    },
    {
      alert: 'StatefulSetReplicasMissing',
      when: 'the others wait for its first pod',
      series: {
        ...statefulSet('replicas', '3x30'),
        ...statefulSet('status_replicas_ready', '0x30'),
        ...pod('books-0', 'StatefulSet', 'books', '0x30'),
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'DaemonSetIncomplete',
      when: 'two of four nodes lack it, and only one of them is lost',
      series: {
        ...daemonSet('desired_number_scheduled', '4x30'),
        ...daemonSet('number_available', '2x30'),
        ...node('n1', '1x30'),
        ...node('n2', '0x30'),
        ...daemon('agent-a', 'n1', '1x30'),
        ...daemon('agent-b', 'n2', '0x30'),
      },
      at: '16m',
      fires: [{ labels: DAEMONS, description: '1 nodes that are ready lack the pod of the DaemonSet agent in shops.' }],
    },
    {
      alert: 'DaemonSetIncomplete',
      when: 'a node lacks it, and the one that is lost runs another DaemonSet only',
      series: {
        ...daemonSet('desired_number_scheduled', '4x30'),
        ...daemonSet('number_available', '3x30'),
        ...node('n1', '1x30'),
        ...node('n2', '0x30'),
        ...daemon('agent-a', 'n1', '1x30'),
        ...daemon('other-b', 'n2', '0x30', 'other'),
      },
      at: '16m',
      fires: [{ labels: DAEMONS, description: '1 nodes that are ready lack the pod of the DaemonSet agent in shops.' }],
    },
    {
      alert: 'DaemonSetIncomplete',
      when: 'two of its nodes have no machine, and its pods never run there',
      series: {
        ...daemonSet('desired_number_scheduled', '3x30'),
        ...daemonSet('number_available', '1x30'),
        ...node('n1', '1x30'),
        ...node('fargate-ip-10-0-0-1', '1x30'),
        ...node('aci', '1x30'),
        ...state(
          'kube_node_spec_taint',
          { node: 'aci', key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' },
          '1x30',
        ),
        ...daemon('agent-a', 'n1', '1x30'),
        ...daemon('agent-b', 'fargate-ip-10-0-0-1', '0x30'),
        ...daemon('agent-c', 'aci', '0x30'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'DaemonSetIncomplete',
      when: 'the node is lost',
      series: {
        ...daemonSet('desired_number_scheduled', '4x30'),
        ...daemonSet('number_available', '3x30'),
        ...node('n1', '1x30'),
        ...node('n2', '0x30'),
        ...daemon('agent-a', 'n1', '1x30'),
        ...daemon('agent-b', 'n2', '0x30'),
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'DaemonSetIncomplete',
      when: 'its pod is there and not ready',
      series: {
        ...daemonSet('desired_number_scheduled', '4x30'),
        ...daemonSet('number_available', '3x30'),
        ...node('n1', '1x30'),
        ...pod('agent-x', 'DaemonSet', 'agent', '0x30'),
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'DaemonSetMisscheduled',
      when: 'two nodes got a taint that it does not tolerate',
      series: daemonSet('number_misscheduled', '0x5 2x40'),
      at: '40m',
      fires: [
        {
          labels: DAEMONS,
          description: '2 nodes run a pod of the DaemonSet agent in shops although it does not choose them.',
        },
      ],
    },
    {
      alert: 'DaemonSetMisscheduled',
      when: 'a node is drained for ten minutes',
      series: daemonSet('number_misscheduled', '0x5 1x10 0x40'),
      at: '40m',
      fires: [],
    },
    {
      alert: 'DaemonSetRolloutStuck',
      when: 'it is updated only where someone deletes a pod',
      series: {
        ...daemonSet('desired_number_scheduled', '4x60'),
        ...daemonSet('updated_number_scheduled', '4x5 1x60'),
        ...node('n1', '1x60'),
        ...pod('agent-x', 'DaemonSet', 'agent', '1x60'),
      },
      at: '40m',
      fires: [
        {
          labels: DAEMONS,
          description:
            '3 nodes still run the old version of the DaemonSet agent in shops, and for 15 minutes none was updated.',
        },
      ],
    },
    {
      alert: 'DaemonSetRolloutStuck',
      when: 'it waits for a node that is lost',
      series: {
        ...daemonSet('desired_number_scheduled', '4x60'),
        ...daemonSet('updated_number_scheduled', '4x5 1x60'),
        ...node('n1', '1x60'),
        ...node('n2', '0x60'),
        ...daemon('agent-a', 'n1', '1x60'),
        ...daemon('agent-b', 'n2', '0x60'),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'DaemonSetRolloutStuck',
      when: 'a large cluster takes an hour',
      series: {
        ...daemonSet('desired_number_scheduled', '60x60'),
        ...daemonSet('updated_number_scheduled', '0+1x60'),
        ...node('n1', '1x60'),
      },
      at: '40m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'namespace_workload_pod:kube_pod_owner:max',
      when: 'pods of a Deployment, a bare ReplicaSet, a DaemonSet, and of nobody',
      series: {
        ...pod('shop-1-a', 'ReplicaSet', 'shop-1', '1x10'),
        ...replicaSet('shop-1', 'shop'),
        ...pod('bare-a', 'ReplicaSet', 'bare', '1x10'),
        ...state(
          'kube_replicaset_owner',
          { namespace: 'shops', replicaset: 'bare', owner_kind: '', owner_name: '' },
          '1x10',
        ),
        ...pod('agent-x', 'DaemonSet', 'agent', '1x10'),
        ...state('kube_pod_owner', { namespace: 'shops', pod: 'alone', owner_kind: '', owner_name: '' }, '1x10'),
      },
      at: '5m',
      gives: [
        { labels: { namespace: 'shops', workload_kind: 'Deployment', workload: 'shop', pod: 'shop-1-a' }, value: 1 },
        { labels: { namespace: 'shops', workload_kind: 'DaemonSet', workload: 'agent', pod: 'agent-x' }, value: 1 },
        { labels: { namespace: 'shops', workload_kind: 'ReplicaSet', workload: 'bare', pod: 'bare-a' }, value: 1 },
      ],
    },
    {
      record: 'namespace_workload_pod:kube_pod_owner:max',
      when: 'a ReplicaSet and a pod have two owners each, beside one with one',
      series: {
        ...pod('shop-1-a', 'ReplicaSet', 'shop-1', '1x10'),
        ...replicaSet('shop-1', 'shop'),
        ...pod('odd-1-a', 'ReplicaSet', 'odd-1', '1x10'),
        ...replicaSet('odd-1', 'odd'),
        ...state(
          'kube_replicaset_owner',
          { namespace: 'shops', replicaset: 'odd-1', owner_kind: 'Widget', owner_name: 'odd' },
          '1x10',
        ),
        ...pod('odd-1-a', 'ReplicaSet', 'odd-1', '1x10'),
      },
      at: '5m',
      gives: [
        { labels: { namespace: 'shops', workload_kind: 'Deployment', workload: 'shop', pod: 'shop-1-a' }, value: 1 },
        { labels: { namespace: 'shops', workload_kind: 'Deployment', workload: 'odd', pod: 'odd-1-a' }, value: 1 },
      ],
    },
    {
      record: 'namespace_workload:kube_workload_replicas:max',
      when: 'there is one of each kind',
      series: {
        ...deployment('spec_replicas', DEPLOYMENT, '2x10'),
        ...statefulSet('replicas', '3x10'),
        ...daemonSet('desired_number_scheduled', '4x10'),
      },
      at: '5m',
      gives: [
        { labels: { namespace: 'shops', workload_kind: 'Deployment', workload: 'shop' }, value: 2 },
        { labels: { namespace: 'shops', workload_kind: 'StatefulSet', workload: 'books' }, value: 3 },
        { labels: { namespace: 'shops', workload_kind: 'DaemonSet', workload: 'agent' }, value: 4 },
      ],
    },
    {
      record: 'namespace_app_workload:up:group',
      when: 'a pod is scraped',
      series: apiOfBackend,
      at: '5m',
      gives: [
        { labels: { namespace: 'shops', app: 'api', workload_kind: 'Deployment', workload: 'backend' }, value: 1 },
      ],
    },
    {
      record: 'namespace_app_workload:kube_workload_replicas:max',
      when: 'one is known by its pod, and all by their names',
      series: apiOfBackend,
      at: '50m',
      gives: [
        { labels: { namespace: 'shops', app: 'api', workload_kind: 'Deployment', workload: 'backend' }, value: 2 },
        { labels: { namespace: 'shops', app: 'backend', workload_kind: 'Deployment', workload: 'backend' }, value: 2 },
      ],
    },
    {
      record: 'namespace_app:kube_workload_replicas:max',
      when: 'one is known by its pod, and all by their names',
      series: apiOfBackend,
      at: '50m',
      gives: [
        { labels: { namespace: 'shops', app: 'api' }, value: 2 },
        { labels: { namespace: 'shops', app: 'backend' }, value: 2 },
      ],
    },
  ],
};
