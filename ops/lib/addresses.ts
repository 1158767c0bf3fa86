import type { Target } from './http.ts';

/** What `npm run open` serves on localhost: the ports of the lab, which are those of the Services. */
export interface Address extends Target {
  readonly name: string;
}

export const GRAFANA: Address = { name: 'Grafana', namespace: 'monitoring', service: 'grafana', port: 3000 };
export const PROMETHEUS: Address = { name: 'Prometheus', namespace: 'monitoring', service: 'prometheus', port: 9090 };
export const ALERTMANAGER: Address = {
  name: 'Alertmanager',
  namespace: 'monitoring',
  service: 'alertmanager',
  port: 9093,
};
export const LOKI: Address = { name: 'Loki', namespace: 'monitoring', service: 'loki', port: 3100 };
export const FLASK_APP: Address = { name: 'flask-app', namespace: 'flask-app', service: 'flask-app', port: 5000 };

export const ADDRESSES: readonly Address[] = [GRAFANA, PROMETHEUS, ALERTMANAGER, LOKI, FLASK_APP];

/** How to read the password that Grafana's first start made, for the user `admin`. */
export function passwordCommand(context?: string): string {
  const kubectl = context === undefined ? 'kubectl' : `kubectl --context ${context}`;
  return `${kubectl} exec -n ${GRAFANA.namespace} deploy/grafana -c grafana -- cat /var/lib/grafana/admin-password`;
}
