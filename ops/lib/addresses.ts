import type { Target } from './http.ts';
import { type KubeObject, readObjects } from './objects.ts';

/** A Service that `npm run open` forwards to localhost, on its own port. */
export interface Address extends Target {
  readonly name: string;
}

/** The components with a user interface, by the label `app.kubernetes.io/name`. */
const TITLES: Readonly<Record<string, string>> = {
  grafana: 'Grafana',
  prometheus: 'Prometheus',
  alertmanager: 'Alertmanager',
  loki: 'Loki',
};

interface Service extends KubeObject {
  readonly spec: { readonly ports: readonly { readonly port: number }[] };
}

/** All user interfaces in an output: Grafana first, applications last. */
export function addressesOf(objects: readonly KubeObject[]): Address[] {
  const services = objects.filter((object): object is Service => object.kind === 'Service');
  const label = ({ metadata }: Service, key: string) => metadata.labels?.[`app.kubernetes.io/${key}`] ?? '';
  const of = (chosen: readonly Service[]) =>
    chosen.map((service): Address => {
      const { name, namespace = '' } = service.metadata;
      return {
        name: TITLES[label(service, 'name')] ?? name,
        namespace,
        service: name,
        port: service.spec.ports[0]?.port ?? 0,
      };
    });
  return [
    ...Object.keys(TITLES).flatMap((app) => of(services.filter((service) => label(service, 'name') === app))),
    ...of(services.filter((service) => label(service, 'component') === 'application')),
  ];
}

/** The address of a component in dist/. @param name such as `Loki`. */
export function addressInDist(name: string): Address {
  const found = addressesOf(readObjects('dist')).find((address) => address.name === name);
  if (!found) throw new Error(`dist/ has no ${name}`);
  return found;
}

/** The command that prints the password that Grafana generated at its first start, for the user `admin`. */
export function passwordCommand({ namespace, service }: Address, context?: string): string {
  const kubectl = context === undefined ? 'kubectl' : `kubectl --context ${context}`;
  return `${kubectl} exec -n ${namespace} deploy/${service} -c grafana -- cat /var/lib/grafana/admin-password`;
}
