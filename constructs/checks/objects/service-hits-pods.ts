import type { Check } from '../check.ts';
import { portsOf, selected } from './network.ts';
import { specOf } from './spec-of.ts';

/** A Service without endpoints. */
export const serviceHitsPods: Check = {
  id: 'service-hits-pods',
  title: 'Every Service selects pods that have its target ports.',
  because: 'Connections to it are refused, although the pods are ready.',
  example: {
    change: 'the target port of the Service loki is 3101',
    plant: (model) => {
      const { ports } = specOf<{ ports: { targetPort: number }[] }>(model, 'Service', 'loki');
      for (const port of ports) port.targetPort = 3101;
    },
  },
  find: (stack) =>
    stack.services.flatMap(({ path, ours, manifest: { metadata, spec } }) => {
      // Endpoints of a Service without a selector are managed elsewhere.
      if (!ours || !spec.selector || spec.type === 'ExternalName') return [];
      const at = `Service ${metadata.namespace}/${metadata.name}`;
      const behind = selected(stack, metadata.namespace ?? '', { matchLabels: spec.selector });
      if (behind.length === 0) {
        const value = Object.entries(spec.selector)
          .map((pair) => pair.join('='))
          .join(',');
        return [{ path, at, value, why: 'no pods have these labels', remedy: 'select by the labels of a workload' }];
      }
      return behind.flatMap((workload) => {
        const ports = portsOf(workload);
        const declared = ports.flatMap(({ containerPort, name }) => [String(containerPort), ...(name ? [name] : [])]);
        return (spec.ports ?? [])
          .map(({ port, targetPort }) => String(targetPort ?? port))
          .filter((target) => !declared.includes(target))
          .map((value) => ({
            path,
            at,
            value: `targetPort ${value}`,
            why: `no container of ${workload.name} has this port`,
            remedy: `its ports are ${ports.map(({ containerPort }) => containerPort).join(', ') || 'none'}`,
          }));
      });
    }),
};
