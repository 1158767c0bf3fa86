import { setTimeout } from 'node:timers/promises';
import { core, readyPods } from './cluster.ts';
import { eventually } from './eventually.ts';
import { kubectl } from './kubectl.ts';

/** A small image with a shell, `wget` and `httpd`. */
const IMAGE = process.env.E2E_IMAGE ?? 'busybox:1.37';

/** A namespace of the tests' own: no policies, no Pod Security level. */
export const OUTSIDE = `e2e-${Date.now().toString(36)}`;

export async function createOutside(): Promise<void> {
  await core.createNamespace({ body: { metadata: { name: OUTSIDE } } });
}

export async function deleteOutside(): Promise<void> {
  await core.deleteNamespace({ name: OUTSIDE });
}

/** What a pod of the tests may have besides. */
export interface PodExtras {
  readonly annotations?: Record<string, string>;
  readonly ports?: { containerPort: number }[];
  /** Further labels. */
  readonly labels?: Record<string, string>;
  /** Whether it never gets Ready, so that no Service sends it requests. */
  readonly unready?: boolean;
  /** Name of a claim, mounted at /data. */
  readonly claim?: string;
  /** Who has it. A DaemonSet takes a pod of its labels that nobody has for its own, and deletes it. */
  readonly owner?: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly uid: string };
}

/** Starts a pod that runs a shell script. @returns its address, once it runs or has ended. */
export async function startPod(
  name: string,
  script: string,
  namespace = OUTSIDE,
  { annotations, ports, labels, unready, claim, owner }: PodExtras = {},
): Promise<string> {
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: {
        ...{ name, annotations, labels: { app: name, 'app.kubernetes.io/name': name, ...labels } },
        ...(owner && { ownerReferences: [{ ...owner, controller: true }] }),
      },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        automountServiceAccountToken: false,
        securityContext: { runAsUser: 65_534, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        ...(claim && { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] }),
        containers: [
          {
            name,
            image: IMAGE,
            imagePullPolicy: 'IfNotPresent',
            command: ['/bin/sh', '-c', script],
            ports,
            ...(unready && { readinessProbe: { exec: { command: ['false'] } } }),
            ...(claim && { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
      },
    },
  });
  return eventually(
    `${name} runs`,
    async () => {
      const { status } = await core.readNamespacedPod({ name, namespace });
      if (!status?.podIP || !['Running', 'Succeeded'].includes(status.phase ?? '')) {
        throw new Error(`${status?.phase}: ${JSON.stringify(status?.containerStatuses?.[0]?.state)}`);
      }
      return status.podIP;
    },
    { seconds: 90, every: 1 },
  );
}

/** Runs a command in a pod. @returns whether it succeeded, and what it printed. */
export async function inPod(
  namespace: string,
  pod: string,
  ...command: string[]
): Promise<{ ok: boolean; printed: string }> {
  try {
    return { ok: true, printed: await kubectl(['exec', '-n', namespace, pod, '--', ...command]) };
  } catch (error) {
    return { ok: false, printed: String(error) };
  }
}

/** Asks an address from a pod that has busybox' wget, for at most three seconds. */
export async function reaches(namespace: string, pod: string, url: string): Promise<boolean> {
  return (await inPod(namespace, pod, 'timeout', '3', 'wget', '-q', '-O', '/dev/null', url)).ok;
}

/** Asks the sample application for a path, as one of its own pods. What it answers does not matter. */
export async function askApplication(namespace: string, pod: string, path: string): Promise<void> {
  const ask = `import urllib.request, urllib.error
try: urllib.request.urlopen('http://127.0.0.1:8000${path}', timeout=10)
except urllib.error.HTTPError: pass`;
  await kubectl(['exec', '-n', namespace, pod, '--', 'python3', '-c', ask]);
}

/** Light load: one pod of the sample, in the namespace of its name, is asked every two seconds. @returns what ends it. */
export async function lightLoad(app: string): Promise<() => Promise<void>> {
  const [pod] = await readyPods(app, `app.kubernetes.io/name=${app}`);
  let isWanted = true;
  const load = (async () => {
    while (isWanted) {
      // A request that fails is no load, and what waits for the load says so.
      await askApplication(app, pod?.metadata?.name ?? '', '/').catch(() => undefined);
      await setTimeout(2000);
    }
  })();
  return async () => {
    isWanted = false;
    await load;
  };
}
