import type { TopicCases } from '../../lib/alerts/case.ts';
import { state } from '../../lib/alerts/state.ts';

const ready = (node: string, values: string) =>
  state('kube_node_status_condition', { node, condition: 'Ready', status: 'true' }, values);
const pressure = (node: string, condition: string, values: string) =>
  state('kube_node_status_condition', { node, condition, status: 'true' }, values);
const cordoned = (node: string, values: string) => state('kube_node_spec_unschedulable', { node }, values);
const room = (node: string, pods: string) =>
  state('kube_node_status_allocatable', { node, resource: 'pods', unit: 'integer' }, pods);
const unschedulable = (name: string) =>
  state('kube_pod_status_unschedulable', { namespace: 'shops', pod: name, uid: name }, '1x40');
const pod = (name: string, node: string, phase: string) => ({
  ...state('kube_pod_info', { namespace: 'shops', pod: name, node }, '1x40'),
  ...state('kube_pod_status_phase', { namespace: 'shops', pod: name, phase }, '1x40'),
});

export const nodes: TopicCases = {
  alerts: [
    {
      alert: 'NodeNotReady',
      when: 'one of two nodes is lost',
      series: {
        ...ready('n1', '1x5 0x20'),
        ...ready('n2', '1x30'),
        ...cordoned('n1', '0x30'),
        ...cordoned('n2', '0x30'),
      },
      at: '15m',
      fires: [{ labels: { node: 'n1' }, description: 'The node n1 has not been ready for 8 minutes.' }],
    },
    {
      alert: 'NodeNotReady',
      when: 'somebody cordoned it and took nothing away, and then it was lost',
      series: { ...ready('n1', '1x5 0x30'), ...cordoned('n1', '1x40'), ...pod('db-0', 'n1', 'Running') },
      at: '20m',
      fires: [{ labels: { node: 'n1' }, description: 'The node n1 has not been ready for 8 minutes.' }],
    },
    {
      alert: 'NodeNotReady',
      when: 'a spot machine is taken away, and another is restarted by someone who drained it',
      series: {
        ...ready('n1', '1x7 0x7 stale'),
        ...ready('n2', '1x2 0x15 1x20'),
        ...cordoned('n1', '0x14 stale'),
        ...cordoned('n2', '1x30'),
        ...pod('agent', 'n2', 'Running'),
        ...state(
          'kube_pod_owner',
          { namespace: 'shops', pod: 'agent', owner_kind: 'DaemonSet', owner_name: 'agent' },
          '1x40',
        ),
        ...pod('done', 'n2', 'Succeeded'),
      },
      at: '15m',
      fires: [],
    },
    {
      alert: 'NodesNotReady',
      when: 'one of three is lost',
      series: { ...ready('n1', '1x5 0x20'), ...ready('n2', '1x30'), ...ready('n3', '1x30') },
      at: '12m',
      fires: [{ labels: {}, description: '33.33% of the nodes have not been ready for 5 minutes.' }],
    },
    {
      alert: 'NodesNotReady',
      when: 'one of four is lost, and another one is drained',
      series: {
        ...ready('n1', '1x5 0x20'),
        ...Object.assign({}, ...['n2', 'n3'].map((name) => ready(name, '1x30'))),
        ...ready('n4', '0x30'),
        ...cordoned('n4', '1x30'),
      },
      at: '12m',
      fires: [],
    },
    {
      alert: 'NodeFlapping',
      when: 'it is cordoned, and its pods are still there',
      series: { ...ready('n1', '1x4 0x2 1x4 0x2 1x30'), ...cordoned('n1', '1x40'), ...pod('db-0', 'n1', 'Running') },
      at: '28m',
      fires: [
        { labels: { node: 'n1' }, description: 'The node n1 became ready or unready 4 times within half an hour.' },
      ],
    },
    {
      alert: 'NodeFlapping',
      when: 'a node changes four times',
      series: { ...ready('n1', '1x4 0x2 1x4 0x2 1x30'), ...ready('n2', '1x40') },
      at: '28m',
      fires: [
        { labels: { node: 'n1' }, description: 'The node n1 became ready or unready 4 times within half an hour.' },
      ],
    },
    {
      alert: 'NodeFlapping',
      when: 'a node is lost and comes back',
      series: ready('n1', '1x4 0x5 1x20'),
      at: '16m',
      fires: [],
    },
    {
      alert: 'NodeUnderPressure',
      when: 'a node runs short of disk space, and another of nothing',
      series: { ...pressure('n1', 'DiskPressure', '1x20'), ...pressure('n2', 'MemoryPressure', '0x20') },
      at: '12m',
      fires: [
        {
          labels: { node: 'n1', instance: 'n1', condition: 'DiskPressure' },
          description: 'The node n1 reports DiskPressure.',
        },
      ],
    },
    {
      alert: 'NodeUnderPressure',
      when: 'it passes within eight minutes',
      series: pressure('n1', 'MemoryPressure', '0x4 1x7 0x20'),
      at: '12m',
      fires: [],
    },
    {
      alert: 'NodeUnschedulable',
      when: 'a node was forgotten',
      series: { ...cordoned('n1', '1x150'), ...cordoned('n2', '0x150') },
      at: '130m',
      fires: [{ labels: { node: 'n1' }, description: 'The node n1 has taken no new pods for 2 hours.' }],
    },
    {
      alert: 'NodeUnschedulable',
      when: 'a node is drained for an hour',
      series: cordoned('n1', '0x70 1x60 0x20'),
      at: '130m',
      fires: [],
    },
    {
      alert: 'NodePodsNearLimit',
      when: 'both of its two places are taken, and a pod finds no other',
      series: {
        ...pod('a', 'n1', 'Running'),
        ...pod('b', 'n1', 'Pending'),
        ...pod('c', 'n2', 'Running'),
        ...room('n1', '2x40'),
        ...room('n2', '2x40'),
        ...unschedulable('d'),
      },
      at: '20m',
      fires: [
        {
          labels: { node: 'n1' },
          description: 'The node n1 has 100% of the pods that it may have, and pods like those on it find no node.',
        },
      ],
    },
    {
      alert: 'NodePodsNearLimit',
      when: 'one of the pods has finished',
      series: {
        ...pod('a', 'n1', 'Running'),
        ...pod('b', 'n1', 'Succeeded'),
        ...room('n1', '2x40'),
        ...unschedulable('d'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'NodePodsNearLimit',
      when: 'a small node is full, and the pod that needs a place is nothing like those on it',
      series: {
        ...pod('a', 'n1', 'Running'),
        ...pod('b', 'n1', 'Running'),
        ...room('n1', '2x40'),
        ...state('kube_pod_status_unschedulable', { namespace: 'ml', pod: 'gpu', uid: 'gpu' }, '1x40'),
      },
      at: '20m',
      fires: [],
    },
  ],
};
