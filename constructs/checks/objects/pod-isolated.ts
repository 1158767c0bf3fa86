import type { Check } from '../check.ts';
import { policiesOf } from './network.ts';

/** A pod without ingress or egress policies. Policies do not apply to pods in the host network. */
export const podIsolated: Check = {
  id: 'pod-isolated',
  title: 'Every pod has a network policy for ingress and one for egress.',
  because: 'Without one, all traffic of the pod is allowed.',
  example: {
    change: "the policies of the namespace 'monitoring' are gone",
    plant: (model) => {
      model.objects = model.objects.filter(
        ({ manifest: { kind, metadata } }) => kind !== 'NetworkPolicy' || metadata.namespace !== 'monitoring',
      );
    },
  },
  find: (stack) =>
    stack.workloads
      .filter(({ pod }) => !pod.hostNetwork)
      .flatMap((pod) =>
        (['Ingress', 'Egress'] as const)
          .filter((direction) => policiesOf(stack, pod, direction).length === 0)
          .map((direction) => ({
            path: pod.path,
            at: `network policies of ${pod.namespace}/${pod.name}`,
            value: direction.toLowerCase(),
            why: 'no policy selects its pods in this direction: all is open',
            remedy: 'build the workload with its policy, in a namespace that is closed',
          })),
      ),
};
