import { readFileSync } from 'node:fs';
import { core } from '../lib/cluster.ts';
import { kubectl } from '../lib/kubectl.ts';
import { APP, MONITORING, NODES } from '../lib/stack.ts';
import { deploy, type Program, undeploy } from './deployment.ts';
import { PYTHON } from './names.ts';
import { readFilesNow } from './refresh.ts';

/** Something that breaks, and the alert that tells of it. */
export interface Fault {
  readonly name: string;
  readonly alert: string;
  /** Namespace that the alert names. @default - none. */
  readonly namespace?: string;
  /** Seconds from the cause until the notification. */
  readonly within: number;
  /** Seconds from the repair until the end is told. */
  readonly endsWithin: number;
  readonly cause: () => Promise<unknown>;
  readonly repair: () => Promise<unknown>;
}

/** Sets the namespaces of a run apart from those before it, which alerts still look back at. */
export const RUN = Date.now().toString(36);

/** The label of the namespaces of a run. */
export const RUN_LABEL = 'e2e-faults';

const BUSYBOX = process.env.E2E_IMAGE ?? 'busybox:1.37';

const sh = (script: string) => ({ image: BUSYBOX, command: ['/bin/sh', '-c', script] });

/** Expressions that look back for five minutes end that much later. */
const FIVE_MINUTES = 300;

const pods: readonly Fault[] = [
  inOwnNamespace('image-missing', {
    name: 'an image is missing',
    alert: 'ContainerImagePullFailing',
    within: 120,
    endsWithin: FIVE_MINUTES + 90,
    // Nothing listens there.
    program: { image: '127.0.0.1:1/missing:1.0.0', command: ['/missing'] },
  }),
  inOwnNamespace('crash-loop', {
    name: 'a container crashes again and again',
    alert: 'PodCrashLooping',
    within: 150,
    endsWithin: 2 * FIVE_MINUTES + 150,
    program: sh('exit 1'),
  }),
  inOwnNamespace('unschedulable', {
    name: 'no node takes a pod',
    alert: 'PodUnschedulable',
    within: 120,
    endsWithin: 90,
    program: { ...sh('exec sleep 3600'), resources: { requests: { cpu: '1000' }, limits: {} } },
  }),
  inOwnNamespace('memory-limit', {
    name: 'a container reaches its memory limit',
    alert: 'ContainerOomKilled',
    within: 180,
    endsWithin: 90,
    program: {
      // Once, after a while in which it is scraped: an increase needs a sample before it.
      ...sh(
        '[ -e /data/once ] && exec sleep 3600; touch /data/once; sleep 35; exec dd if=/dev/zero of=/dev/null bs=256M count=1',
      ),
      resources: { requests: { memory: '16Mi' }, limits: { memory: '32Mi' } },
    },
  }),
];

const appGone: Fault = {
  name: 'an application is gone',
  alert: 'ApplicationDown',
  namespace: APP,
  within: 120,
  endsWithin: 120,
  // Its pods are wanted and cannot be made: nobody misses one that is scaled to nothing.
  cause: async () => {
    await kubectl(['create', 'quota', 'e2e-no-pods', '-n', APP, '--hard=pods=0']);
    await kubectl(['delete', 'pods', '-n', APP, '-l', `app.kubernetes.io/name=${APP}`]);
  },
  repair: async () => {
    await kubectl(['delete', 'quota', 'e2e-no-pods', '-n', APP]);
    // What could not be made is tried again later and later: a new version is at once.
    await kubectl(['rollout', 'restart', '-n', APP, 'deployment/flask-app']);
  },
};

/** Pods that pass for the application's own: nothing is to remember them as an application that is gone. */
const requests: readonly Fault[] = [
  asFlaskApp('errors', ['500', '0.01'], 'an application answers with errors', 'ApplicationErrors'),
  asFlaskApp('slow', ['200', '3'], 'an application is slow', 'ApplicationSlow'),
];

const lokiDown: Fault = {
  name: 'Loki is down',
  alert: 'LokiDown',
  namespace: MONITORING,
  within: 120,
  endsWithin: 120,
  cause: () => kubectl(['scale', '-n', MONITORING, 'deployment/loki', '--replicas=0']),
  repair: () => kubectl(['scale', '-n', MONITORING, 'deployment/loki', '--replicas=1']),
};

const alloyDown: Fault = {
  name: 'Alloy is down on a node',
  alert: 'AlloyDown',
  within: 210,
  endsWithin: 150,
  cause: keepAlloyFromNode,
  repair: () => setAlloyAffinity(null),
};

const logs: readonly Fault[] = [
  inOwnNamespace('error-burst', {
    name: 'an application logs many errors',
    alert: 'LogErrorBurst',
    within: 180,
    // A counter is new for two of its ranges.
    endsWithin: 510,
    program: sh(
      'for i in $(seq 100); do echo "{\\"level\\":\\"error\\",\\"message\\":\\"e2e $i\\"}"; done; exec sleep 3600',
    ),
  }),
  inOwnNamespace('volume-full', {
    name: 'a volume is full',
    alert: 'LogDiskFull',
    within: 180,
    endsWithin: 360,
    program: { ...sh('dd if=/dev/zero of=/data/all bs=64k count=64; exec sleep 3600'), memoryFolder: '1Mi' },
  }),
];

/** @param restore writes the right configuration again. */
const badConfig = (restore: () => Promise<unknown>): Fault => ({
  name: 'the configuration of Prometheus is wrong',
  alert: 'PrometheusConfigReloadFailed',
  namespace: MONITORING,
  within: FIVE_MINUTES + 180,
  endsWithin: 120,
  cause: async () => {
    const patch = JSON.stringify({ data: { 'prometheus.yml': 'global: [' } });
    await kubectl(['patch', 'configmap', 'prometheus-config', '-n', MONITORING, '--type=merge', '-p', patch]);
    await readFilesNow();
  },
  repair: async () => {
    await restore();
    await readFilesNow();
  },
});

/** Faults of a step happen at once; the steps of a lane follow each other; lanes do not disturb each other. */
export const lanes = (restoreConfig: () => Promise<unknown>): readonly (readonly (readonly Fault[])[])[] => [
  [[badConfig(restoreConfig)]],
  [[appGone], requests],
  [[lokiDown, alloyDown], logs],
  [pods],
];

function inOwnNamespace(
  slug: string,
  { program, ...fault }: Omit<Fault, 'namespace' | 'cause' | 'repair'> & { readonly program: Program },
): Fault {
  const namespace = `e2e-${slug}-${RUN}`;
  return {
    ...fault,
    namespace,
    cause: async () => {
      const metadata = { name: namespace, labels: { [RUN_LABEL]: RUN } };
      await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata }));
      await deploy(namespace, slug, program);
    },
    repair: () => undeploy(namespace, slug),
  };
}

function asFlaskApp(slug: string, args: readonly string[], name: string, alert: string): Fault {
  const deployment = `e2e-${slug}`;
  const labels = { 'app.kubernetes.io/name': APP, 'app.kubernetes.io/instance': APP };
  const command = ['python3', '-c', readFileSync('test/e2e/faults/application.py', 'utf8'), ...args];
  return {
    name,
    alert,
    namespace: APP,
    within: 150,
    endsWithin: FIVE_MINUTES + 90,
    cause: () => deploy(APP, deployment, { image: PYTHON, command, labels, port: 8000 }),
    repair: () => undeploy(APP, deployment),
  };
}

async function keepAlloyFromNode(): Promise<void> {
  const { items } = await core.listNode();
  const values = items.slice(0, 1).map(({ metadata }) => metadata?.name);
  const term = { matchFields: [{ key: 'metadata.name', operator: 'NotIn', values }] };
  await setAlloyAffinity({
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
  });
}

function setAlloyAffinity(affinity: object | null): Promise<string> {
  const patch = JSON.stringify({ spec: { template: { spec: { affinity } } } });
  return kubectl(['patch', 'daemonset', 'alloy', '-n', NODES, '--type=merge', '-p', patch]);
}
