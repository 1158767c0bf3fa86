import type { Check } from '../check.ts';
import { policiesOf } from './network.ts';

/** A pod that everybody reaches, or that reaches everybody. In the network of its node a pod can't be closed. */
export const podIsolated: Check = {
  id: 'pod-isolated',
  title: 'Every pod is under a network policy for what comes in and one for what goes out.',
  because: 'A pod without one reaches everything and is reached by everything.',
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
