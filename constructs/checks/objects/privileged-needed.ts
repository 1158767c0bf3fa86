import type { Check } from '../check.ts';
import type { WorkloadView } from '../object-view.ts';

const ENFORCED = 'pod-security.kubernetes.io/enforce';

/** A workload in a privileged namespace that would also run under a stricter level. */
export const privilegedNeeded: Check = {
  id: 'privileged-needed',
  title: 'Only workloads that need access to the node are in a namespace whose Pod Security level is privileged.',
  because: 'Nothing is refused there: anyone who may change such a workload may take over the nodes.',
  example: {
    change: "the namespace 'flask-app' enforces the level privileged",
    plant: (model) => {
      for (const { manifest } of model.objects) {
        const { name, labels } = manifest.metadata;
        if (manifest.kind === 'Namespace' && name === 'flask-app' && labels) labels[ENFORCED] = 'privileged';
      }
    },
  },
  find: ({ objects, workloads }) => {
    const privileged = new Set(
      objects
        .filter(({ manifest: { kind, metadata } }) => kind === 'Namespace' && isPrivileged(metadata.labels))
        .map(({ manifest }) => manifest.metadata.name),
    );
    return workloads
      .filter(({ namespace, pod }) => privileged.has(namespace) && !looksAtNodes(pod))
      .map(({ path, kind, name, namespace }) => ({
        path,
        at: `${kind} ${name}`,
        value: namespace,
        why: 'only what looks at the nodes themselves may be in a namespace without Pod Security restricted',
        remedy: "give it a 'namespace' that is one of 'restricted' of NamespacesChart",
      }));
  },
};

/** Without the label, Kubernetes enforces nothing. */
function isPrivileged(labels: Readonly<Record<string, string>> = {}): boolean {
  return (labels[ENFORCED] ?? 'privileged') === 'privileged';
}

function looksAtNodes(pod: WorkloadView['pod']): boolean {
  return (
    ['hostNetwork', 'hostPID', 'hostIPC'].some((field) => Reflect.get(pod, field)) ||
    pod.volumes?.some(({ hostPath }) => hostPath) === true
  );
}
