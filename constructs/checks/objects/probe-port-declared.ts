import type { Check } from '../check.ts';
import { specOf } from './spec-of.ts';

/** A probe of a port that no container declares. */
export const probePortDeclared: Check = {
  id: 'probe-port-declared',
  title: 'Every probe uses a port that a container of its pod declares.',
  because: 'The container never gets ready, or is restarted for ever.',
  example: {
    change: 'the readiness probe of Grafana uses the port 3001',
    plant: (model) => {
      const { template } = specOf<{
        template: { spec: { containers: { readinessProbe: { httpGet: { port: number } } }[] } };
      }>(model, 'Deployment', 'grafana');
      for (const { readinessProbe } of template.spec.containers) readinessProbe.httpGet.port = 3001;
    },
  },
  find: ({ workloads }) =>
    workloads.flatMap(({ path, namespace, name, pod }) =>
      pod.containers.flatMap((container) => {
        // A proxy in front of it may be in another container.
        const ports = pod.containers.flatMap((one) => one.ports ?? []);
        const declared = ports.flatMap(({ containerPort, name }) => [String(containerPort), ...(name ? [name] : [])]);
        return (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).flatMap((probe) => {
          const port = (container[probe]?.httpGet ?? container[probe]?.tcpSocket)?.port;
          if (port === undefined || declared.includes(String(port))) return [];
          return [
            {
              path,
              at: `container ${container.name} of ${namespace}/${name}`,
              value: `${probe} on port ${String(port)}`,
              why: 'no container of the pod declares this port',
              remedy:
                declared.length > 0
                  ? `its ports are ${ports.map(({ containerPort }) => containerPort).join(', ')}`
                  : 'it has no ports: declare one',
            },
          ];
        });
      }),
    ),
};
