/** What `npm run open` serves: the ports of the lab. */
export const ADDRESSES = [
  { name: 'Grafana', namespace: 'monitoring', service: 'grafana', port: 3000, target: 3000 },
  { name: 'Prometheus', namespace: 'monitoring', service: 'prometheus', port: 9090, target: 9090 },
  { name: 'Alertmanager', namespace: 'monitoring', service: 'alertmanager', port: 9093, target: 9093 },
  { name: 'Loki', namespace: 'monitoring', service: 'loki', port: 3100, target: 3100 },
  { name: 'flask-app', namespace: 'flask-app', service: 'flask-app', port: 5000, target: 5000 },
] as const;

/** How to read the password that Grafana's first start made, for the user `admin`. */
export const PASSWORD_COMMAND =
  'kubectl exec -n monitoring deploy/grafana -c grafana -- cat /var/lib/grafana/admin-password';
