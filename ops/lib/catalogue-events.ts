import { setTimeout } from 'node:timers/promises';
import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Ingress,
  V1Job,
  V1LimitRange,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1PodSpec,
  V1PodTemplateSpec,
  V1ReplicationController,
  V1ResourceQuota,
  V1Service,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import { kubectl } from './kubectl.ts';

type EventObject =
  | V1CronJob
  | V1DaemonSet
  | V1Deployment
  | V1Ingress
  | V1Job
  | V1LimitRange
  | V1PersistentVolumeClaim
  | V1Pod
  | V1PodDisruptionBudget
  | V1ReplicationController
  | V1ResourceQuota
  | V1Service
  | V1StatefulSet
  | V2HorizontalPodAutoscaler;

/** A finalizer that keeps an object that is being deleted. */
const FINALIZER = 'monitoring.example.com/catalogue';

const NOWHERE = 'registry.invalid/none:1';
const EMPTY = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } };

/** Objects that are deleted at once but held by a finalizer, for the metrics of terminating objects. */
const HELD = ['pod', 'deployment', 'daemonset', 'service', 'persistentvolumeclaim', 'poddisruptionbudget'] as const;

/** Families that appear after the events below: when all are there, all events have happened. */
export const SIGNS: readonly string[] = [
  'kube_cronjob_status_last_schedule_time',
  'kube_cronjob_status_last_successful_time',
  'kube_daemonset_deletion_timestamp',
  'kube_deployment_deletion_timestamp',
  'kube_horizontalpodautoscaler_status_condition',
  'kube_ingress_tls',
  'kube_job_complete',
  'kube_job_failed',
  'kube_limitrange',
  'kube_persistentvolumeclaim_deletion_timestamp',
  'kube_pod_completion_time',
  'kube_pod_container_status_last_terminated_reason',
  'kube_pod_container_status_terminated_reason',
  'kube_pod_container_status_waiting_reason',
  'kube_pod_deletion_timestamp',
  'kube_pod_init_container_status_last_terminated_reason',
  'kube_pod_init_container_status_waiting_reason',
  'kube_pod_status_reason',
  'kube_pod_status_unschedulable',
  'kube_poddisruptionbudget_deletion_timestamp',
  'kube_replicationcontroller_spec_replicas',
  'kube_resourcequota',
  'kube_service_deletion_timestamp',
  'kube_statefulset_ordinals_start',
];

/** Creates the objects and events in a namespace of their own. @param image has a shell, and the nodes can pull it. */
export async function makeEvents(namespace: string, image: string): Promise<void> {
  await kubectl(['create', 'namespace', namespace]);
  const list = { apiVersion: 'v1', kind: 'List', items: eventObjects(image) };
  await kubectl(['apply', '-n', namespace, '-f', '-'], JSON.stringify(list));
  for (const kind of HELD) await kubectl(['delete', '-n', namespace, '--wait=false', kind, 'held']);
}

/** Deletes the namespace with all its contents. */
export async function removeEvents(namespace: string): Promise<void> {
  const patch = JSON.stringify({ metadata: { finalizers: null } });
  for (const kind of HELD) {
    // It may be gone already, or was never created.
    await kubectl(['patch', '-n', namespace, kind, 'held', '--type=merge', '-p', patch]).catch(() => undefined);
  }
  await kubectl(['delete', 'namespace', namespace, '--ignore-not-found', '--timeout=3m']);
}

/** Waits for all these families. @returns the missing ones, after the timeout. */
export async function awaitSigns(
  families: () => Promise<{ has(family: string): boolean }>,
  seconds: number,
): Promise<string[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const there = await families();
    const missing = SIGNS.filter((family) => !there.has(family));
    if (missing.length === 0 || Date.now() >= deadline) return missing;
    await setTimeout(5000);
  }
}

/** The objects: each one triggers metrics that a healthy cluster lacks. */
export function eventObjects(image: string): EventObject[] {
  const busybox = (script: string, resources: object = {}) => ({
    name: 'main',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', script],
    resources,
  });
  const spec = (script: string, more: Partial<V1PodSpec> = {}, resources?: object): V1PodSpec => ({
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    containers: [busybox(script, resources)],
    ...more,
  });
  const template = (app: string, podSpec: V1PodSpec): V1PodTemplateSpec => ({
    metadata: { labels: { app } },
    spec: podSpec,
  });
  const pod = (name: string, podSpec: V1PodSpec): V1Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: podSpec,
  });
  const set = (app: string) => ({
    selector: { matchLabels: { app } },
    template: template(app, spec('exec sleep 3600')),
  });
  const once = { restartPolicy: 'Never' } as const;
  const held = { metadata: { name: 'held', finalizers: [FINALIZER] } };
  const elsewhere = { nodeSelector: { 'monitoring.example.com/none': 'none' } };
  return [
    pod('crash-looping', spec('exit 1')),
    pod('crash-looping-init', spec('exec sleep 3600', { initContainers: [{ ...busybox('exit 1'), name: 'init' }] })),
    // On a full disk the kubelet would evict its neighbors too.
    pod(
      'evicted',
      spec('dd if=/dev/zero of=/full bs=1M count=16; exec sleep 3600', once, {
        limits: { 'ephemeral-storage': '1Mi' },
      }),
    ),
    pod('killed-for-memory', spec('exec tail /dev/zero', {}, { limits: { memory: '16Mi' } })),
    pod('not-pulled', { ...spec(''), containers: [{ name: 'main', image: NOWHERE }] }),
    pod('resolver', spec('while true; do nslookup kubernetes.default; nslookup none.invalid; sleep 5; done')),
    // The kernel throttles it, so it has the metrics of containers with a limit.
    pod('throttled', spec('while true; do true; done', {}, { limits: { cpu: '10m' } })),
    pod('unschedulable', spec('true', elsewhere)),
    job('failed', { ...once, ...spec('exit 1') }),
    job('succeeded', { ...once, ...spec('true') }),
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'every-minute' },
      spec: {
        schedule: '* * * * *',
        startingDeadlineSeconds: 30,
        jobTemplate: { spec: { backoffLimit: 0, template: template('every-minute', { ...once, ...spec('true') }) } },
      },
    },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'blocked' }, spec: set('blocked') },
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'everywhere' }, spec: set('everywhere') },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'stateful' },
      spec: {
        ...set('stateful'),
        serviceName: 'stateful',
        ordinals: { start: 1 },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'old' },
      spec: { replicas: 1, selector: { app: 'old' }, template: template('old', spec('exec sleep 3600')) },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'at-its-limit' },
      spec: {
        minReplicas: 1,
        maxReplicas: 1,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'blocked' },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 1 } } },
        ],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'blocks' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'blocked' } } },
    },
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota' },
      spec: { hard: { configmaps: '100' } },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'range' },
      spec: { limits: [{ type: 'Container', max: { memory: '1Gi' }, defaultRequest: { memory: '1Mi' } }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'entry' },
      spec: {
        tls: [{ hosts: ['entry.invalid'], secretName: 'none' }],
        rules: [
          {
            host: 'entry.invalid',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'none', port: { number: 80 } } } }],
            },
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'pending' },
      spec: { ...EMPTY, storageClassName: 'none.invalid' },
    },
    { apiVersion: 'v1', kind: 'Pod', ...held, spec: spec('exec sleep 3600') },
    { apiVersion: 'apps/v1', kind: 'Deployment', ...held, spec: { ...set('held'), replicas: 0 } },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      ...held,
      spec: { selector: { matchLabels: { app: 'held' } }, template: template('held', spec('true', elsewhere)) },
    },
    { apiVersion: 'v1', kind: 'Service', ...held, spec: { ports: [{ port: 80 }] } },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      ...held,
      spec: { ...EMPTY, storageClassName: 'none.invalid' },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      ...held,
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'held' } } },
    },
  ];
}

function job(name: string, podSpec: V1PodSpec): V1Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 300,
      template: { metadata: { labels: { app: name } }, spec: podSpec },
    },
  };
}
