import type { TopicCases } from '../../lib/alerts/case.ts';
import { onNode } from '../../lib/alerts/on-node.ts';
import { type Labels, series } from '../../lib/alerts/series.ts';
import { state } from '../../lib/alerts/state.ts';

const SHOP = { namespace: 'shops', pod: 'shop-a' };
const STALL = { namespace: 'shops', pod: 'stall-a' };
const CONTAINER = { ...SHOP, container: 'shop' };
const SIDECAR = { ...SHOP, container: 'sidecar' };

/** As cAdvisor shows a container, and the pod around it. */
const usage = (metric: string, labels: Labels, values: string) => ({
  [series(metric, { job: 'cadvisor', node: 'n1', id: `/${Object.values(labels).join('/')}`, ...labels })]: values,
});
const memory = (labels: Labels, values: string) => usage('container_memory_working_set_bytes', labels, values);
const cpu = (labels: Labels, values: string) =>
  usage('container_cpu_usage_seconds_total', { cpu: 'total', ...labels }, values);
const granted = (what: string, resource: string, labels: Labels, value: number) =>
  grantedTo('', what, resource, labels, value);
const grantedTo = (kind: '' | 'init_', what: string, resource: string, labels: Labels, value: number) =>
  state(
    `kube_pod_${kind}container_resource_${what}`,
    { ...labels, uid: 'u1', node: 'n1', resource, unit: 'x' },
    `${value}x200`,
  );
const periods = (labels: Labels, throttled: string) => ({
  ...usage('container_cpu_cfs_periods_total', labels, '0+600x60'),
  ...usage('container_cpu_cfs_throttled_periods_total', labels, throttled),
});

/** Seconds a minute in which the processor of the node idles. */
const idle = (each: string) => onNode('n1', 'node_cpu_seconds_total', `0+${each}x100`, { cpu: '0', mode: 'idle' });

export const workloadContainers: TopicCases = {
  alerts: [
    {
      alert: 'ContainerNearMemoryLimit',
      when: 'one of two containers is full',
      series: {
        ...memory(CONTAINER, '95x30'),
        ...memory(SIDECAR, '10x30'),
        ...memory(SHOP, '105x30'),
        ...granted('limits', 'memory', CONTAINER, 100),
        ...granted('limits', 'memory', SIDECAR, 100),
      },
      at: '16m',
      fires: [
        {
          labels: CONTAINER,
          description: 'The container shop of shop-a in shops uses 95% of its memory limit.',
        },
      ],
    },
    {
      alert: 'ContainerNearMemoryLimit',
      when: 'only whole pods are measured, as with Docker',
      series: {
        ...memory(SHOP, '190x30'),
        ...memory(STALL, '50x30'),
        ...granted('limits', 'memory', CONTAINER, 100),
        ...granted('limits', 'memory', SIDECAR, 100),
        ...granted('limits', 'memory', { ...STALL, container: 'stall' }, 100),
      },
      at: '16m',
      fires: [{ labels: SHOP, description: 'shop-a in shops uses 95% of its memory limit.' }],
    },
    {
      alert: 'ContainerNearMemoryLimit',
      when: 'it is full for ten minutes, or the whole pod is while the containers are not',
      series: {
        ...memory(CONTAINER, '50x5 95x10 50x20'),
        ...memory(SHOP, '99x30'),
        ...granted('limits', 'memory', CONTAINER, 100),
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'ContainerNearMemoryLimit',
      when: 'a native sidecar is full',
      series: { ...memory(SIDECAR, '99x30'), ...grantedTo('init_', 'limits', 'memory', SIDECAR, 100) },
      at: '16m',
      fires: [
        { labels: SIDECAR, description: 'The container sidecar of shop-a in shops uses 99% of its memory limit.' },
      ],
    },
    {
      alert: 'ContainerNearMemoryLimit',
      when: 'its limit is 0, which is none',
      series: { ...memory(CONTAINER, '95x30'), ...granted('limits', 'memory', CONTAINER, 0) },
      at: '20m',
      fires: [],
    },
    {
      alert: 'ContainerCpuThrottled',
      when: 'it runs for a moment each minute',
      series: {
        ...usage('container_cpu_cfs_periods_total', CONTAINER, '0+5x60'),
        ...usage('container_cpu_cfs_throttled_periods_total', CONTAINER, '0+4x60'),
      },
      at: '45m',
      fires: [],
    },
    {
      alert: 'ContainerCpuThrottled',
      when: 'it is stopped in two of three time slices',
      series: { ...periods(CONTAINER, '0+400x60'), ...periods(SIDECAR, '0+60x60') },
      at: '45m',
      fires: [
        {
          labels: CONTAINER,
          description:
            'The container shop of shop-a in shops is stopped in 66.67% of its time slices. What it serves is slow.',
        },
      ],
    },
    {
      alert: 'ContainerCpuThrottled',
      when: 'it is stopped while it starts',
      series: periods(CONTAINER, '0+500x15 7500x60'),
      at: '45m',
      fires: [],
    },
    {
      alert: 'PodCpuAboveRequest',
      when: 'a pod of two containers uses two cores and asked for a fifth of one',
      series: {
        ...cpu(CONTAINER, '0+90x100'),
        ...cpu(SIDECAR, '0+30x100'),
        ...granted('requests', 'cpu', CONTAINER, 0.1),
        ...granted('requests', 'cpu', SIDECAR, 0.1),
      },
      at: '80m',
      fires: [{ labels: SHOP, description: 'shop-a in shops has used 10 times the CPU that it requests for an hour.' }],
    },
    {
      alert: 'PodCpuAboveRequest',
      when: 'its node is busy',
      series: {
        ...cpu(CONTAINER, '0+120x100'),
        ...granted('requests', 'cpu', CONTAINER, 0.2),
        ...idle('3'),
      },
      at: '80m',
      fires: [{ labels: SHOP, description: 'shop-a in shops has used 10 times the CPU that it requests for an hour.' }],
    },
    {
      alert: 'PodCpuAboveRequest',
      when: 'its node has time left, or a native sidecar asked for what it uses',
      series: {
        ...cpu(CONTAINER, '0+120x100'),
        ...granted('requests', 'cpu', CONTAINER, 0.2),
        ...idle('30'),
        ...cpu({ ...STALL, container: 'stall' }, '0+3x100'),
        ...cpu({ ...STALL, container: 'proxy' }, '0+45x100'),
        ...state(
          'kube_pod_container_resource_requests',
          { ...STALL, container: 'stall', uid: 'u1', node: 'n2', resource: 'cpu', unit: 'core' },
          '0.1x200',
        ),
        ...grantedTo('init_', 'requests', 'cpu', { ...STALL, container: 'proxy' }, 1),
      },
      at: '80m',
      fires: [],
    },
    {
      alert: 'PodCpuAboveRequest',
      when: 'a small one uses ten times next to nothing, or a large one twice of much',
      series: {
        ...cpu(CONTAINER, '0+6x100'),
        ...granted('requests', 'cpu', CONTAINER, 0.01),
        ...cpu({ ...STALL, container: 'stall' }, '0+240x100'),
        ...granted('requests', 'cpu', { ...STALL, container: 'stall' }, 2),
      },
      at: '80m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'namespace_pod:container_cpu_usage_seconds:rate5m',
      when: 'a container restarted and is still listed by its old id, beside a pod without containers',
      series: {
        ...cpu(CONTAINER, '0+60x30'),
        ...usage('container_cpu_usage_seconds_total', { ...CONTAINER, cpu: 'total', name: 'old' }, '0+60x20 _x10'),
        ...cpu(SIDECAR, '0+30x30'),
        ...cpu(SHOP, '0+90x30'),
        ...cpu(STALL, '0+15x30'),
      },
      at: '20m',
      gives: [
        { labels: SHOP, value: 1.5 },
        { labels: STALL, value: 0.25 },
      ],
    },
    {
      record: 'namespace_pod_container:container_memory_working_set_bytes:max',
      when: 'the pod and its pause container are listed too',
      series: {
        ...memory(CONTAINER, '95x30'),
        ...memory(SHOP, '105x30'),
        ...memory({ ...SHOP, container: 'POD' }, '1x30'),
      },
      at: '5m',
      gives: [{ labels: CONTAINER, value: 95 }],
    },
  ],
};
