import type { TopicCases } from '../../lib/alerts/case.ts';
import type { Labels } from '../../lib/alerts/series.ts';
import { state } from '../../lib/alerts/state.ts';

const SHOP = { namespace: 'shops', pod: 'shop-a' };
const STALL = { namespace: 'shops', pod: 'stall-a' };
const CONTAINER = { ...SHOP, container: 'shop' };

const waits = (labels: Labels, reason: string, values: string) =>
  state('kube_pod_container_status_waiting_reason', { ...labels, uid: 'u1', reason }, values);
const initWaits = (labels: Labels, reason: string, values: string) =>
  state('kube_pod_init_container_status_waiting_reason', { ...labels, uid: 'u1', reason }, values);
const restarts = (labels: Labels, values: string) =>
  state('kube_pod_container_status_restarts_total', { ...labels, uid: 'u1' }, values);
const oomKilled = (labels: Labels, values: string) =>
  state('kube_pod_container_status_last_terminated_reason', { ...labels, uid: 'u1', reason: 'OOMKilled' }, values);
const phase = (labels: Labels, name: string, values: string) =>
  state('kube_pod_status_phase', { ...labels, uid: 'u1', phase: name }, values);
const ready = (labels: Labels, values: string) =>
  state('kube_pod_status_ready', { ...labels, uid: 'u1', condition: 'true' }, values);
const unschedulable = (labels: Labels, values: string) =>
  state('kube_pod_status_unschedulable', { ...labels, uid: 'u1' }, values);
const deleted = (labels: Labels, values: string) =>
  state('kube_pod_deletion_timestamp', { ...labels, uid: 'u1' }, values);
const ownedBy = (pod: Labels, owner_kind: string, owner_name: string, values: string) =>
  state('kube_pod_owner', { ...pod, owner_kind, owner_name }, values);
const restartPolicy = (pod: Labels, type: string) =>
  state('kube_pod_restart_policy', { ...pod, uid: 'u1', type }, '1x100');
const onNode = (labels: Labels, node: string, values = '1x100') =>
  state('kube_pod_info', { ...labels, uid: 'u1', node }, values);
const node = (name: string, values: string) =>
  state('kube_node_status_condition', { node: name, condition: 'Ready', status: 'true' }, values);
const evicted = (pod: string, node: string, values: string) => ({
  ...onNode({ namespace: 'shops', pod }, node, '1x140'),
  ...state('kube_pod_status_reason', { namespace: 'shops', pod, uid: pod, reason: 'Evicted' }, values),
});

/** SHOP is a pod of a Deployment, STALL one of a StatefulSet. */
const owned = {
  ...ownedBy(SHOP, 'ReplicaSet', 'shop-1', '1x100'),
  ...state(
    'kube_replicaset_owner',
    { namespace: SHOP.namespace, replicaset: 'shop-1', owner_kind: 'Deployment', owner_name: 'shop' },
    '1x100',
  ),
  ...ownedBy(STALL, 'StatefulSet', 'stall', '1x100'),
};
const OF_DEPLOYMENT = { deployment: 'shop' };
const OF_SET = { statefulset: 'stall' };

/** STALL uses a volume that is gone. */
const lostClaim = {
  ...state(
    'kube_pod_spec_volumes_persistentvolumeclaims_info',
    { ...STALL, uid: 'u1', volume: 'data', persistentvolumeclaim: 'data', ephemeral: 'false' },
    '1x40',
  ),
  ...state(
    'kube_pod_spec_volumes_persistentvolumeclaims_info',
    { ...SHOP, uid: 'u1', volume: 'data', persistentvolumeclaim: 'data', ephemeral: 'false' },
    '1x40',
  ),
  ...state(
    'kube_persistentvolumeclaim_status_phase',
    { namespace: 'shops', persistentvolumeclaim: 'data', phase: 'Lost' },
    '1x40',
  ),
};

const AGENT = { ...SHOP, pod: 'agent-a' };
/** A pod of a DaemonSet that its node does not run. */
const onVirtualNode = (name: string) => ({
  ...phase(AGENT, name, '1x200'),
  ...ready(AGENT, '0x200'),
  ...onNode(AGENT, 'fargate-ip-10-0-0-1', '1x200'),
  ...node('fargate-ip-10-0-0-1', '1x200'),
  ...ownedBy(AGENT, 'DaemonSet', 'agent', '1x200'),
});

const SIDECAR = { ...SHOP, container: 'proxy' };
const everySixMinutes = Array.from({ length: 20 }, (_, index) => `${index}x5`).join(' ');

const keepsEnding = (container: string, pod: string) =>
  `The container ${container} of ${pod} in shops keeps ending, and Kubernetes waits longer and longer before it starts it again.`;

export const workloadPods: TopicCases = {
  alerts: [
    {
      alert: 'PodCrashLooping',
      when: 'a container waits most of the time, and another pod runs',
      series: {
        ...waits(CONTAINER, 'CrashLoopBackOff', '1 _ 1 1 _ 1 1 1 1 _ 1 1 1 1 1 _ 1x20'),
        ...restarts(CONTAINER, '0+1x30'),
        ...restarts({ ...STALL, container: 'shop' }, '0x30'),
      },
      at: '16m',
      fires: [{ labels: CONTAINER, description: keepsEnding('shop', 'shop-a') }],
    },
    {
      alert: 'PodCrashLooping',
      when: 'it is an init container',
      series: initWaits({ ...SHOP, container: 'migrate' }, 'CrashLoopBackOff', '1x30'),
      at: '16m',
      fires: [{ labels: { ...SHOP, container: 'migrate' }, description: keepsEnding('migrate', 'shop-a') }],
    },
    {
      alert: 'PodCrashLooping',
      when: 'a container runs for seven minutes and waits for five, again and again',
      series: waits(CONTAINER, 'CrashLoopBackOff', Array(5).fill('_x7 1x4').join(' ')),
      at: '50m',
      fires: [{ labels: CONTAINER, description: keepsEnding('shop', 'shop-a') }],
    },
    {
      alert: 'PodCrashLooping',
      when: 'a container runs for almost ten minutes each time, and is seen to wait a minute later',
      series: waits(CONTAINER, 'CrashLoopBackOff', Array(5).fill('_x10 1x4').join(' ')),
      at: '60m',
      fires: [{ labels: CONTAINER, description: keepsEnding('shop', 'shop-a') }],
    },
    {
      alert: 'PodCrashLooping',
      when: 'pods of a Deployment and of a StatefulSet crash, and kube-state-metrics misses two minutes',
      series: {
        ...waits(CONTAINER, 'CrashLoopBackOff', '1x10 stale _ 1x30'),
        ...waits({ ...STALL, container: 'stall' }, 'CrashLoopBackOff', '1x10 stale _ 1x30'),
        ...ownedBy(SHOP, 'ReplicaSet', 'shop-1', '1x10 stale _ 1x30'),
        ...state(
          'kube_replicaset_owner',
          { namespace: SHOP.namespace, replicaset: 'shop-1', owner_kind: 'Deployment', owner_name: 'shop' },
          '1x10 stale _ 1x30',
        ),
        ...ownedBy(STALL, 'StatefulSet', 'stall', '1x10 stale _ 1x30'),
      },
      at: '18m',
      fires: [
        {
          labels: { ...CONTAINER, ...OF_DEPLOYMENT },
          description: keepsEnding('shop', 'shop-a'),
        },
        {
          labels: { ...STALL, container: 'stall', ...OF_SET },
          description: keepsEnding('stall', 'stall-a'),
        },
      ],
    },
    {
      alert: 'PodCrashLooping',
      when: 'a container needed three starts within five minutes',
      series: waits(CONTAINER, 'CrashLoopBackOff', '1x4 _x30'),
      at: '13m',
      fires: [],
    },
    {
      alert: 'PodCrashLooping',
      when: 'a container is killed for its memory',
      series: {
        ...waits(CONTAINER, 'CrashLoopBackOff', '1x30'),
        ...restarts(CONTAINER, '0+1x30'),
        ...oomKilled(CONTAINER, '1x30'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'PodCrashLooping',
      when: 'a container runs for twelve minutes and waits for a moment',
      series: waits(CONTAINER, 'CrashLoopBackOff', Array(5).fill('_x12 1').join(' ')),
      at: '60m',
      fires: [],
    },
    {
      alert: 'ContainerRestarting',
      when: 'a container ends every ten minutes',
      series: {
        ...restarts(CONTAINER, '0x9 1x9 2x9 3x9 4x9 5x9 6x9 7x9'),
        ...waits(CONTAINER, 'CrashLoopBackOff', '_x9 1 _x70'),
      },
      at: '75m',
      fires: [
        {
          labels: CONTAINER,
          description: 'The container shop of shop-a in shops restarted 6 times within an hour, or within six.',
        },
      ],
    },
    {
      alert: 'ContainerRestarting',
      when: 'a container ends every 40 minutes, all day',
      series: restarts(CONTAINER, Array.from({ length: 10 }, (_, index) => `${index}x39`).join(' ')),
      at: '390m',
      fires: [
        {
          labels: CONTAINER,
          description: 'The container shop of shop-a in shops restarted 9 times within an hour, or within six.',
        },
      ],
    },
    {
      alert: 'ContainerRestarting',
      when: 'it waits for its next start now and then, for too short to be PodCrashLooping',
      series: {
        ...restarts(CONTAINER, Array.from({ length: 9 }, (_, index) => `${index}x12`).join(' ')),
        ...waits(CONTAINER, 'CrashLoopBackOff', Array(9).fill('_x12 1').join(' ')),
      },
      at: '80m',
      fires: [
        {
          labels: CONTAINER,
          description: 'The container shop of shop-a in shops restarted 5 times within an hour, or within six.',
        },
      ],
    },
    {
      alert: 'ContainerRestarting',
      when: 'it is a native sidecar',
      series: state('kube_pod_init_container_status_restarts_total', { ...SIDECAR, uid: 'u1' }, everySixMinutes),
      at: '75m',
      fires: [
        {
          labels: SIDECAR,
          description: 'The container proxy of shop-a in shops restarted 10 times within an hour, or within six.',
        },
      ],
    },
    {
      alert: 'ContainerRestarting',
      when: 'it restarted three times, or crash loops, or is killed for its memory',
      series: {
        ...restarts(CONTAINER, '0x20 3x60'),
        ...restarts({ ...STALL, container: 'stall' }, '0+1x80'),
        ...waits({ ...STALL, container: 'stall' }, 'CrashLoopBackOff', '1x80'),
        ...restarts({ ...STALL, container: 'cache' }, '0+1x80'),
        ...oomKilled({ ...STALL, container: 'cache' }, '1x80'),
      },
      at: '75m',
      fires: [],
    },
    {
      alert: 'ContainerRestarting',
      when: 'its pod was deleted after many restarts, a while ago',
      series: restarts(CONTAINER, '0+1x20 stale'),
      at: '45m',
      fires: [],
    },
    {
      alert: 'ContainerOomKilled',
      when: 'one of two containers of a pod was killed ten minutes ago',
      series: {
        ...restarts(CONTAINER, '0x20 1x40'),
        ...oomKilled(CONTAINER, '_x20 1x40'),
        ...restarts({ ...SHOP, container: 'sidecar' }, '0x20 1x40'),
      },
      at: '31m',
      fires: [
        {
          labels: CONTAINER,
          description:
            'The container shop of shop-a in shops restarted 1 times within 6 hours, last because it reached its memory limit.',
        },
      ],
    },
    {
      alert: 'ContainerOomKilled',
      when: 'it belongs to a Deployment',
      series: { ...restarts(CONTAINER, '0x20 1x40'), ...oomKilled(CONTAINER, '_x20 1x40'), ...owned },
      at: '31m',
      fires: [
        {
          labels: { ...CONTAINER, ...OF_DEPLOYMENT },
          description:
            'The container shop of shop-a in shops restarted 1 times within 6 hours, last because it reached its memory limit.',
        },
      ],
    },
    {
      alert: 'ContainerOomKilled',
      when: 'it was killed an hour ago',
      series: { ...restarts(CONTAINER, '0x5 1x100'), ...oomKilled(CONTAINER, '_x5 1x100') },
      at: '65m',
      fires: [],
    },
    {
      alert: 'ContainerOomKilled',
      when: 'it is killed every 40 minutes, and was last half an hour ago',
      series: {
        ...restarts(CONTAINER, '0x39 1x39 2x39 3x39'),
        ...oomKilled(CONTAINER, '_x40 1x120'),
      },
      at: '158m',
      fires: [
        {
          labels: CONTAINER,
          description:
            'The container shop of shop-a in shops restarted 3 times within 6 hours, last because it reached its memory limit.',
        },
      ],
    },
    {
      alert: 'ContainerOomKilled',
      when: 'it is a native sidecar',
      series: {
        ...state('kube_pod_init_container_status_restarts_total', { ...SIDECAR, uid: 'u1' }, everySixMinutes),
        ...state(
          'kube_pod_init_container_status_last_terminated_reason',
          { ...SIDECAR, uid: 'u1', reason: 'OOMKilled' },
          '_x6 1x100',
        ),
      },
      at: '31m',
      fires: [
        {
          labels: SIDECAR,
          description:
            'The container proxy of shop-a in shops restarted 5 times within 6 hours, last because it reached its memory limit.',
        },
      ],
    },
    {
      alert: 'ContainerImagePullFailing',
      when: 'the reason alternates between the error and the wait',
      series: {
        ...waits(CONTAINER, 'ErrImagePull', '1 _ _ 1 _ _ 1 _ _ 1 _ _ 1 _ _ 1 _ _ 1'),
        ...waits(CONTAINER, 'ImagePullBackOff', '_ 1 1 _ 1 1 _ 1 1 _ 1 1 _ 1 1 _ 1 1 _'),
      },
      at: '17m',
      fires: [
        { labels: CONTAINER, description: 'The node cannot get the image of the container shop of shop-a in shops.' },
      ],
    },
    {
      alert: 'ContainerImagePullFailing',
      when: 'images of a Deployment and of a StatefulSet are missing',
      series: {
        ...waits(CONTAINER, 'ImagePullBackOff', '1x20'),
        ...waits({ ...STALL, container: 'stall' }, 'ImagePullBackOff', '1x20'),
        ...owned,
      },
      at: '17m',
      fires: [
        {
          labels: { ...CONTAINER, ...OF_DEPLOYMENT },
          description: 'The node cannot get the image of the container shop of shop-a in shops.',
        },
        {
          labels: { ...STALL, container: 'stall', ...OF_SET },
          description: 'The node cannot get the image of the container stall of stall-a in shops.',
        },
      ],
    },
    {
      alert: 'ContainerImagePullFailing',
      when: 'the registry was away for four minutes',
      series: waits(CONTAINER, 'ErrImagePull', '1x4 _x30'),
      at: '8m',
      fires: [],
    },
    {
      alert: 'ContainerCannotStart',
      when: 'a Secret that it names is missing',
      series: {
        ...waits(CONTAINER, 'CreateContainerConfigError', '1x20'),
        ...waits({ ...STALL, container: 'stall' }, 'ContainerCreating', '1x20'),
      },
      at: '17m',
      fires: [
        {
          labels: CONTAINER,
          description: 'The container shop of shop-a in shops is refused: its events say why.',
        },
      ],
    },
    {
      alert: 'ContainerCannotStart',
      when: 'the reason is one that no list knows, and another one in between',
      series: {
        ...waits(CONTAINER, 'PreStartHookError', '1 _ _ 1 _ _ 1 _ _ 1 _ _ 1 _ _ 1 _ _ 1'),
        ...waits(CONTAINER, 'SomethingNew', '_ 1 1 _ 1 1 _ 1 1 _ 1 1 _ 1 1 _ 1 1 _'),
      },
      at: '17m',
      fires: [
        { labels: CONTAINER, description: 'The container shop of shop-a in shops is refused: its events say why.' },
      ],
    },
    {
      alert: 'ContainerCannotStart',
      when: 'the pod belongs to a Deployment',
      series: { ...waits(CONTAINER, 'CreateContainerConfigError', '1x20'), ...owned },
      at: '17m',
      fires: [
        {
          labels: { ...CONTAINER, ...OF_DEPLOYMENT },
          description: 'The container shop of shop-a in shops is refused: its events say why.',
        },
      ],
    },
    {
      alert: 'ContainerCannotStart',
      when: 'the Secret comes three minutes after the pod',
      series: waits(CONTAINER, 'CreateContainerConfigError', '1x3 _x20'),
      at: '7m',
      fires: [],
    },
    {
      alert: 'PodUnschedulable',
      when: 'no node is large enough',
      series: unschedulable(SHOP, '1x20'),
      at: '16m',
      fires: [{ labels: SHOP, description: 'The scheduler has found no node for shop-a in shops for 15 minutes.' }],
    },
    {
      alert: 'PodUnschedulable',
      when: 'the pods belong to a Deployment and to a StatefulSet',
      series: { ...unschedulable(SHOP, '1x20'), ...unschedulable(STALL, '1x20'), ...owned },
      at: '17m',
      fires: [
        {
          labels: { ...SHOP, ...OF_DEPLOYMENT },
          description: 'The scheduler has found no node for shop-a in shops for 15 minutes.',
        },
        {
          labels: { ...STALL, ...OF_SET },
          description: 'The scheduler has found no node for stall-a in shops for 15 minutes.',
        },
      ],
    },
    {
      alert: 'PodUnschedulable',
      when: 'the only other node is drained for ten minutes',
      series: unschedulable(SHOP, '_x2 1x10 _x20'),
      at: '14m',
      fires: [],
    },
    {
      alert: 'PodUnschedulable',
      when: 'its volume is lost, and VolumeClaimLost tells',
      series: { ...unschedulable(SHOP, '1x20'), ...lostClaim },
      at: '17m',
      fires: [],
    },
    {
      alert: 'PodNotScheduled',
      when: 'the scheduler is away',
      series: {
        ...phase(SHOP, 'Pending', '1x20'),
        ...onNode(SHOP, ''),
        ...phase(STALL, 'Pending', '1x20'),
        ...onNode(STALL, 'n1'),
      },
      at: '16m',
      fires: [
        {
          labels: SHOP,
          description:
            'shop-a in shops has waited for 15 minutes, and its scheduler has neither found it a node nor said why not.',
        },
      ],
    },
    {
      alert: 'PodNotScheduled',
      when: 'no node takes it, or a queue holds it back',
      series: {
        ...phase(SHOP, 'Pending', '1x20'),
        ...onNode(SHOP, ''),
        ...unschedulable(SHOP, '1x20'),
        ...phase(STALL, 'Pending', '1x20'),
        ...onNode(STALL, ''),
        ...state('kube_pod_status_scheduled', { ...STALL, uid: 'u1', condition: 'false' }, '1x20'),
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'PodStuckStarting',
      when: 'it waits with a reason now and then that no alert has time for',
      series: {
        ...phase(SHOP, 'Pending', '1x120'),
        ...waits(CONTAINER, 'CreateContainerError', Array(10).fill('1 _x10').join(' ')),
      },
      at: '80m',
      fires: [
        {
          labels: SHOP,
          description:
            'shop-a in shops has been starting for 15 minutes: its volumes, its network or its init containers are not done.',
        },
      ],
    },
    {
      alert: 'PodStuckStarting',
      when: 'it has no node, its volume is lost, or it is of a DaemonSet on a node without a machine',
      series: {
        ...phase(SHOP, 'Pending', '1x40'),
        ...onNode(SHOP, ''),
        ...phase(STALL, 'Pending', '1x40'),
        ...lostClaim,
        ...onVirtualNode('Pending'),
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'PodStuckStarting',
      when: 'a volume cannot be mounted',
      series: {
        ...phase(SHOP, 'Pending', '1x20'),
        ...waits(CONTAINER, 'ContainerCreating', '1x20'),
        ...phase(STALL, 'Pending', '0x20'),
      },
      at: '16m',
      fires: [
        {
          labels: SHOP,
          description:
            'shop-a in shops has been starting for 15 minutes: its volumes, its network or its init containers are not done.',
        },
      ],
    },
    {
      alert: 'PodStuckStarting',
      when: 'the pod belongs to a StatefulSet',
      series: { ...phase(STALL, 'Pending', '1x20'), ...owned },
      at: '17m',
      fires: [
        {
          labels: { ...STALL, ...OF_SET },
          description:
            'stall-a in shops has been starting for 15 minutes: its volumes, its network or its init containers are not done.',
        },
      ],
    },
    {
      alert: 'PodStuckStarting',
      when: 'no node takes it, its image is missing, it is deleted, or its node is lost',
      series: {
        ...phase(SHOP, 'Pending', '1x20'),
        ...unschedulable(SHOP, '1x20'),
        ...phase(STALL, 'Pending', '1x20'),
        ...waits({ ...STALL, container: 'stall' }, 'ImagePullBackOff', '1x20'),
        ...phase({ ...SHOP, pod: 'leaving' }, 'Pending', '1x20'),
        ...deleted({ ...SHOP, pod: 'leaving' }, '600x20'),
        ...phase({ ...SHOP, pod: 'lost' }, 'Pending', '1x20'),
        ...onNode({ ...SHOP, pod: 'lost' }, 'n2'),
        ...node('n1', '1x20'),
        ...node('n2', '0x20'),
      },
      at: '18m',
      fires: [],
    },
    {
      alert: 'PodNotReady',
      when: 'one of two pods on a good node fails its check',
      series: {
        ...ready(SHOP, '0x20'),
        ...phase(SHOP, 'Running', '1x20'),
        ...restartPolicy(SHOP, 'Always'),
        ...onNode(SHOP, 'n1'),
        ...ready(STALL, '1x20'),
        ...phase(STALL, 'Running', '1x20'),
        ...onNode(STALL, 'n1'),
        ...node('n1', '1x20'),
      },
      at: '16m',
      fires: [
        {
          labels: SHOP,
          description: 'shop-a in shops has not been ready for 15 minutes: its Services send it nothing.',
        },
      ],
    },
    {
      alert: 'PodNotReady',
      when: 'pods of a Deployment and of a StatefulSet fail their checks: they say whose they are',
      series: {
        ...ready(SHOP, '0x20'),
        ...phase(SHOP, 'Running', '1x20'),
        ...ready(STALL, '0x20'),
        ...phase(STALL, 'Running', '1x20'),
        ...owned,
      },
      at: '17m',
      fires: [
        {
          labels: { ...SHOP, ...OF_DEPLOYMENT },
          description: 'shop-a in shops has not been ready for 15 minutes: its Services send it nothing.',
        },
        {
          labels: { ...STALL, ...OF_SET },
          description: `${STALL.pod} in shops has not been ready for 15 minutes: its Services send it nothing.`,
        },
      ],
    },
    {
      alert: 'PodNotReady',
      when: 'it crash loops, has ended, is deleted, or its node is lost',
      series: {
        ...ready(SHOP, '0x20'),
        ...phase(SHOP, 'Running', '1x20'),
        ...waits(CONTAINER, 'CrashLoopBackOff', '1 _ _ _ _ 1 _ _ _ _ 1 _ _ _ _ 1 _ _ _ _ 1'),
        ...ready(STALL, '0x20'),
        ...phase(STALL, 'Succeeded', '1x20'),
        ...phase(STALL, 'Running', '0x20'),
        ...ready({ ...SHOP, pod: 'leaving' }, '0x20'),
        ...phase({ ...SHOP, pod: 'leaving' }, 'Running', '1x20'),
        ...deleted({ ...SHOP, pod: 'leaving' }, '600x20'),
        ...ready({ ...SHOP, pod: 'lost' }, '0x20'),
        ...phase({ ...SHOP, pod: 'lost' }, 'Running', '1x20'),
        ...onNode({ ...SHOP, pod: 'lost' }, 'n2'),
        ...node('n1', '1x20'),
        ...node('n2', '0x20'),
      },
      at: '18m',
      fires: [],
    },
    {
      alert: 'PodNotReady',
      when: 'it waits with a reason now and then that no alert has time for',
      series: {
        ...ready(SHOP, '0x120'),
        ...phase(SHOP, 'Running', '1x120'),
        ...waits(CONTAINER, 'CreateContainerError', Array(10).fill('1 _x10').join(' ')),
      },
      at: '80m',
      fires: [
        {
          labels: SHOP,
          description: 'shop-a in shops has not been ready for 15 minutes: its Services send it nothing.',
        },
      ],
    },
    {
      alert: 'PodNotReady',
      when: 'it has crash looped for hours, and PodCrashLooping tells; or it is of a DaemonSet on a node without a machine',
      series: {
        ...ready(SHOP, '0x200'),
        ...phase(SHOP, 'Running', '1x200'),
        ...waits(CONTAINER, 'CrashLoopBackOff', '1x200'),
        ...onVirtualNode('Running'),
      },
      at: '180m',
      fires: [],
    },
    {
      alert: 'PodReadinessFlapping',
      when: 'it is ready for six minutes of ten, and another pod always is',
      series: {
        ...ready(SHOP, Array(10).fill('1x5 0x3').join(' ')),
        ...phase(SHOP, 'Running', '1x120'),
        ...ready(STALL, '1x120'),
        ...phase(STALL, 'Running', '1x120'),
      },
      at: '85m',
      fires: [{ labels: SHOP, description: 'shop-a in shops became ready or unready 11 times within an hour.' }],
    },
    {
      alert: 'PodReadinessFlapping',
      when: 'its container restarts each time, its node comes and goes, or it was so three times',
      series: {
        ...ready(SHOP, Array(10).fill('1x5 0x3').join(' ')),
        ...phase(SHOP, 'Running', '1x120'),
        ...restarts(CONTAINER, Array.from({ length: 10 }, (_, index) => `${index}x9`).join(' ')),
        ...ready(STALL, Array(10).fill('1x5 0x3').join(' ')),
        ...phase(STALL, 'Running', '1x120'),
        ...onNode(STALL, 'n2', '1x120'),
        ...node('n2', Array(10).fill('1x5 0x3').join(' ')),
        ...ready({ ...SHOP, pod: 'shop-b' }, '1x40 0x3 1x5 0x3 1x5 0x3 1x60'),
        ...phase({ ...SHOP, pod: 'shop-b' }, 'Running', '1x120'),
      },
      at: '85m',
      fires: [],
    },
    {
      alert: 'PodNotReady',
      when: 'a Deployment passes its pod on to another',
      series: {
        ...ready(SHOP, '0x40'),
        ...phase(SHOP, 'Running', '1x40'),
        ...ownedBy(SHOP, 'ReplicaSet', 'shop-1', '1x40'),
        ...state(
          'kube_replicaset_owner',
          { namespace: SHOP.namespace, replicaset: 'shop-1', owner_kind: 'Deployment', owner_name: 'old' },
          '1x10 stale',
        ),
        ...state(
          'kube_replicaset_owner',
          { namespace: SHOP.namespace, replicaset: 'shop-1', owner_kind: 'Deployment', owner_name: 'shop' },
          '_x11 1x30',
        ),
      },
      at: '39m',
      fires: [
        {
          labels: { ...SHOP, ...OF_DEPLOYMENT },
          description: 'shop-a in shops has not been ready for 15 minutes: its Services send it nothing.',
        },
      ],
    },
    {
      alert: 'PodNotReady',
      when: 'the first of two containers of a Job has finished, and those of a pod that nobody owns',
      series: {
        ...ready(SHOP, '0x20'),
        ...phase(SHOP, 'Running', '1x20'),
        ...ownedBy(SHOP, 'Job', 'shop', '1x20'),
        ...restartPolicy(SHOP, 'OnFailure'),
        ...ready(STALL, '0x20'),
        ...phase(STALL, 'Running', '1x20'),
        ...restartPolicy(STALL, 'Never'),
      },
      at: '18m',
      fires: [],
    },
    {
      alert: 'PodStuckTerminating',
      when: 'its grace period ended twenty-five minutes ago',
      series: { ...deleted(SHOP, '300x60'), ...onNode(SHOP, 'n1'), ...node('n1', '1x60') },
      at: '30m',
      fires: [{ labels: SHOP, description: 'The time that shop-a in shops had to end was over 25m 0s ago.' }],
    },
    {
      alert: 'PodStuckTerminating',
      when: 'it still has time, or nobody can tell the kubelet of its node',
      series: {
        ...deleted(SHOP, '1500x60'),
        ...deleted(STALL, '300x60'),
        ...onNode(STALL, 'n2'),
        ...node('n2', '0x60'),
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'PodsEvicted',
      when: 'two pods are evicted from a node and one from another, beside one of yesterday',
      series: {
        ...evicted('a', 'n1', '_x70 1x60'),
        ...evicted('b', 'n1', '0x72 1x60'),
        ...evicted('c', 'n2', '_x72 1x60'),
        ...evicted('old', 'n1', '1x130'),
      },
      at: '84m',
      fires: [
        {
          labels: { namespace: 'shops', node: 'n1' },
          description: '2 pods of shops were evicted from the node n1 within the last hour.',
        },
        {
          labels: { namespace: 'shops', node: 'n2' },
          description: '1 pods of shops were evicted from the node n2 within the last hour.',
        },
      ],
    },
    {
      alert: 'PodsEvicted',
      when: 'pods that were evicted long ago are seen for the first time',
      series: evicted('old', 'n1', '_x10 1x30'),
      at: '20m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'namespace_pod:kube_pod_trouble:max15m',
      when: 'one crashed a while ago, one finds no node, one just starts',
      series: {
        ...waits(CONTAINER, 'CrashLoopBackOff', '1x3 _x20'),
        ...unschedulable(STALL, '1x20'),
        ...waits({ ...SHOP, pod: 'new', container: 'shop' }, 'ContainerCreating', '1x20'),
      },
      at: '15m',
      gives: [
        { labels: SHOP, value: 1 },
        { labels: STALL, value: 1 },
      ],
    },
    {
      record: 'node:kube_node_virtual:group',
      when: 'one is known by its name, one by a taint, and one is a machine with another taint',
      series: {
        ...node('fargate-ip-10-0-0-1', '1x20'),
        ...node('aci', '1x20'),
        ...state(
          'kube_node_spec_taint',
          { node: 'aci', key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' },
          '1x20',
        ),
        ...node('n1', '1x20'),
        ...state(
          'kube_node_spec_taint',
          { node: 'n1', key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
          '1x20',
        ),
      },
      at: '5m',
      gives: [
        { labels: { node: 'fargate-ip-10-0-0-1' }, value: 1 },
        { labels: { node: 'aci' }, value: 1 },
      ],
    },
  ],
};
