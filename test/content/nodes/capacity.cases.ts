import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { state } from '../../lib/alerts/state.ts';

/** A node with a hundred of each resource. */
const node = (name: string, values = '1x60'): SeriesValues => ({
  ...state('kube_node_status_condition', { node: name, condition: 'Ready', status: 'true' }, values),
  ...state('kube_node_status_allocatable', { node: name, resource: 'memory', unit: 'byte' }, '100x60'),
  ...state('kube_node_status_allocatable', { node: name, resource: 'cpu', unit: 'core' }, '100x60'),
});
const pod = (name: string, on: string, memory: number, cpu: number, phase = 'Running'): SeriesValues => {
  const labels = { namespace: 'shops', pod: name, uid: name };
  const requests = { ...labels, container: 'c', node: on };
  return {
    ...state('kube_pod_status_phase', { ...labels, phase }, '1x60'),
    ...state('kube_pod_container_resource_requests', { ...requests, resource: 'memory', unit: 'byte' }, `${memory}x60`),
    ...state('kube_pod_container_resource_requests', { ...requests, resource: 'cpu', unit: 'core' }, `${cpu}x60`),
  };
};
const quota = (resource: string, used: string, hard = 100): SeriesValues => {
  const labels = { namespace: 'shops', resourcequota: 'limits', resource };
  return {
    ...state('kube_resourcequota', { ...labels, type: 'used' }, used),
    ...state('kube_resourcequota', { ...labels, type: 'hard' }, `${hard}x60`),
  };
};
const of = (resource: string) => ({ namespace: 'shops', resourcequota: 'limits', resource });

const two = { ...node('n1'), ...node('n2') };

export const capacity: TopicCases = {
  alerts: [
    {
      alert: 'ClusterMemoryOvercommitted',
      when: 'two nodes are almost full',
      series: { ...two, ...pod('a', 'n1', 60, 1), ...pod('b', 'n2', 60, 1) },
      at: '31m',
      fires: [
        { labels: {}, description: 'The pods request 120% of the memory that is left without the largest node.' },
      ],
    },
    {
      alert: 'ClusterMemoryOvercommitted',
      when: 'one of the pods has finished, and nodes without a machine have their own',
      series: {
        ...two,
        ...pod('a', 'n1', 60, 1),
        ...pod('b', 'n2', 60, 1, 'Succeeded'),
        ...node('fargate-ip-10-0-0-1'),
        ...pod('c', 'fargate-ip-10-0-0-1', 90, 90),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'ClusterMemoryOvercommitted',
      when: 'there is one node only',
      series: { ...node('n1'), ...pod('a', 'n1', 60, 1) },
      at: '40m',
      fires: [],
    },
    {
      alert: 'ClusterCpuOvercommitted',
      when: 'two nodes are almost full, and one of three is lost',
      series: { ...two, ...node('n3', '0x60'), ...pod('a', 'n1', 1, 60), ...pod('b', 'n2', 1, 60) },
      at: '31m',
      fires: [{ labels: {}, description: 'The pods request 120% of the CPU that is left without the largest node.' }],
    },
    {
      alert: 'ClusterCpuOvercommitted',
      when: 'a node is lost whose pods are there still, and again on the others',
      series: {
        ...{ ...two, ...node('n3'), ...node('n4', '0x60') },
        ...Object.assign({}, ...['a', 'b', 'c'].map((name, index) => pod(name, `n${index + 1}`, 1, 60))),
        ...pod('d', 'n4', 1, 60),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'ClusterCpuOvercommitted',
      when: 'a third node has room',
      series: { ...two, ...node('n3'), ...pod('a', 'n1', 1, 60), ...pod('b', 'n2', 1, 60) },
      at: '40m',
      fires: [],
    },
    {
      alert: 'QuotaNearlyFull',
      when: 'nearly all memory is used, and all pods are',
      series: { ...quota('limits.memory', '96x60'), ...quota('pods', '100x60'), ...quota('requests.cpu', '50x60') },
      at: '16m',
      fires: [
        {
          labels: of('limits.memory'),
          description: 'The quota limits of shops is used to 96% for limits.memory. Beyond it no pod is made.',
        },
        {
          labels: of('pods'),
          description: 'The quota limits of shops is used to 100% for pods. Beyond it no pod is made.',
        },
      ],
    },
    {
      alert: 'QuotaNearlyFull',
      when: 'the one volume that it allows is there, or it allows nothing',
      series: { ...quota('persistentvolumeclaims', '1x60', 1), ...quota('limits.cpu', '0x60', 0) },
      at: '30m',
      fires: [],
    },
    {
      alert: 'QuotaExceeded',
      when: 'somebody lowered it',
      series: { ...quota('limits.memory', '150x60'), ...quota('pods', '100x60') },
      at: '6m',
      fires: [
        {
          labels: of('limits.memory'),
          description:
            'The quota limits of shops is used to 150% for limits.memory. What ends there does not come back.',
        },
      ],
    },
    {
      alert: 'QuotaExceeded',
      when: 'it is used up',
      series: quota('limits.memory', '100x60'),
      at: '30m',
      fires: [],
    },
  ],
};
