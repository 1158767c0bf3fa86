import { container, content, nodes, object, type Planted, pod, sidecar, spec } from './model.ts';

export const sizes: Planted = {
  sizes: [
    [
      'the volume of Prometheus is smaller',
      (m) => {
        spec(m, 'PersistentVolumeClaim', 'prometheus').resources.requests.storage = '8Gi';
      },
      ['retention of monitoring/prometheus: 8192MiB'],
    ],
    [
      'the heap of Loki is as large as its memory',
      (m) => {
        container(m, 'Deployment', 'loki').env[0].value = '1GiB';
      },
      ['GOMEMLIMIT of monitoring/loki: 1GiB'],
    ],
    [
      'Loki replays more than it has memory',
      (m) => {
        content(m, 'loki.yaml').ingester.wal.replay_memory_ceiling = '2GB';
      },
      ['replay_memory_ceiling of monitoring/loki: 2GB'],
    ],
    [
      'a ConfigMap is too large',
      (m) => {
        object(m, 'ConfigMap', 'prometheus-rules').data = { 'more.yml': 'x'.repeat(200_000) };
      },
      ['ConfigMap monitoring/prometheus-rules: 200015 bytes'],
    ],
  ],
  'requests-fit': [
    [
      'a pod is larger than a node',
      (m) => {
        m.nodes = nodes(2, 4000, 4);
        container(m, 'Deployment', 'loki').resources.requests.memory = '5Gi';
      },
      ['pods of monitoring/loki: 5Gi of memory'],
    ],
    [
      'one fits on a node only without the pods that run on each',
      (m) => {
        m.nodes = nodes(9, 1000, 4);
        container(m, 'Deployment', 'grafana').resources.requests.cpu = '950m';
      },
      ['pods of monitoring/grafana: 950m CPU'],
    ],
    [
      'each fits, but not all together',
      (m) => {
        m.nodes = nodes(1, 2000, 2);
        spec(m, 'Deployment', 'flask-app').replicas = 40;
      },
      ['pods of all workloads: 2490m CPU', 'pods of all workloads: 6272Mi of memory'],
    ],
    [
      'the pods that run on each node leave no room, however many there are',
      (m) => {
        m.nodes = nodes(1000, 2000, 4);
        container(m, 'DaemonSet', 'alloy').resources.requests.cpu = '2.5';
      },
      ['pods that run on each node: 2520m CPU'],
    ],
    [
      'an init container is larger than what runs after it',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        pod(m, 'Deployment', 'grafana').initContainers[0].resources.requests.cpu = '3';
      },
      ['pods of monitoring/grafana: 3 CPU'],
    ],
    [
      'a sidecar runs beside the containers',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        pod(m, 'Deployment', 'grafana').initContainers.push(sidecar('1900m'));
      },
      ['pods of monitoring/grafana: 2 CPU'],
    ],
    [
      'an init container runs beside the sidecars that are started before it',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        const { initContainers } = pod(m, 'Deployment', 'grafana');
        initContainers[0].resources.requests.cpu = '1600m';
        initContainers.unshift(sidecar('500m'));
      },
      ['pods of monitoring/grafana: 2100m CPU'],
    ],
    [
      'a limit alone is requested too',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        container(m, 'Deployment', 'grafana').resources = { limits: { memory: '8Gi' } };
      },
      ['pods of monitoring/grafana: 8Gi of memory'],
    ],
  ],
};
