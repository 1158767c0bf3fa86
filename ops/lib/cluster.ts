import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { Kubectl } from './kubectl.ts';
import { foreign, installationOf, type KubeObject, nameOf, nodePorts, PART_OF, workloads } from './objects.ts';
import { type LiveWorkload, missing, reasons, selects } from './readiness.ts';

/** The objects that exist in the cluster under these names, in their current state. */
export async function existing(kubectl: Kubectl, objects: readonly KubeObject[]): Promise<KubeObject[]> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  return items(await kubectl(['get', '--ignore-not-found', '-f', '-', '-o', 'json'], JSON.stringify(list)));
}

/** One line per foreign object with one of our names. Objects that a user adds lack our label. */
export async function foreigners(kubectl: Kubectl, objects: readonly KubeObject[]): Promise<string[]> {
  const installation = installationOf(objects);
  const ours = objects.filter(({ metadata }) => metadata.labels?.[PART_OF] === installation);
  return foreign(await existing(kubectl, ours), installation).map(
    (object) =>
      `${nameOf(object)} exists and is not of the installation '${installation}' (no label ${PART_OF}=${installation}); ` +
      'remove it, or choose another name in main.ts',
  );
}

/** One line per obstacle to applying: foreign objects with our names, and pods on our host ports. */
export async function obstacles(kubectl: Kubectl, objects: readonly KubeObject[]): Promise<string[]> {
  const installation = installationOf(objects);
  const others = await foreigners(kubectl, objects);
  const pods = items<V1Pod>(await kubectl(['get', 'pods', '--all-namespaces', '-o', 'json']));
  const holders = nodePorts(objects).flatMap(({ workload, port }) =>
    pods
      .filter(({ metadata }) => metadata?.labels?.[PART_OF] !== installation)
      .filter(({ spec }) => spec?.containers.some(({ ports }) => ports?.some(({ hostPort }) => hostPort === port)))
      .map(
        ({ metadata }) =>
          `pod ${metadata?.namespace}/${metadata?.name} holds port ${port} of its node, which ${workload} needs; ` +
          `remove the pod, or give ${workload} another 'port' in main.ts`,
      ),
  );
  return [...others, ...holders];
}

/** Workloads that are not ready: one entry each, with the known reasons. */
export async function unready(kubectl: Kubectl, objects: readonly KubeObject[]): Promise<LiveWorkload[]> {
  const selector = `${PART_OF}=${installationOf(objects)}`;
  const live = items<LiveWorkload>(
    await kubectl(['get', 'deployments,daemonsets', '--all-namespaces', '--selector', selector, '-o', 'json']),
  );
  const byName = new Map(live.map((workload) => [nameOf(workload), workload]));
  return workloads(objects)
    .map((workload) => byName.get(nameOf(workload)) ?? workload)
    .filter((workload) => missing(workload) !== undefined);
}

/** One line per workload that is not ready: its progress, and the reasons from its pods and events. */
export async function explain(kubectl: Kubectl, waiting: readonly LiveWorkload[]): Promise<string[]> {
  const pods = items<V1Pod>(await kubectl(['get', 'pods', '--all-namespaces', '-o', 'json']));
  const events = items<CoreV1Event>(
    await kubectl(['get', 'events', '--all-namespaces', '--field-selector', 'type=Warning', '-o', 'json']),
  );
  return waiting.map((workload) => {
    const own = pods.filter((pod) => selects(workload, pod));
    const why = [...new Set(reasons(workload, own, events))];
    return [`${nameOf(workload)}: ${missing(workload)}`, ...why].join('\n  ');
  });
}

/** `kubectl get -o json` prints a list, a single object, or nothing. */
function items<T = KubeObject>(json: string): T[] {
  if (json.trim() === '') return [];
  const answer = JSON.parse(json);
  return answer.items ?? [answer];
}
