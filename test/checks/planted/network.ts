import { type Any, type Broken, container, object, type Planted, pod, policies, spec } from './model.ts';

/** Gives a container of the sample a variable. */
const env = (m: Broken, name: string, value: string) => {
  container(m, 'Deployment', 'flask-app').env = [{ name, value }];
};

export const network: Planted = {
  'connection-declared': [
    [
      'a variable names a Service, and no connection is declared',
      (m) => {
        env(m, 'LOKI', 'http://loki.monitoring.svc.cluster.local:3100/loki');
      },
      ['container of flask-app/flask-app: LOKI=http://loki.monitoring.svc.cluster.local:3100/loki'],
    ],
    [
      'by its namespace alone, with a login',
      (m) => {
        env(m, 'DATABASE', 'postgres://user@loki.monitoring:3100/shop');
      },
      ['container of flask-app/flask-app: DATABASE=postgres://user@loki.monitoring:3100/shop'],
    ],
    [
      'from the same namespace by its name alone',
      (m) => {
        container(m, 'Deployment', 'grafana').env.push({ name: 'KUBE', value: 'grpc://kube-state-metrics:8080' });
      },
      ['container of monitoring/grafana: KUBE=grpc://kube-state-metrics:8080'],
    ],
  ],
  'connection-allowed': [
    [
      "Loki's policy lets nobody in",
      (m) => {
        delete spec(m, 'NetworkPolicy', 'loki').ingress;
      },
      [
        'network policies of monitoring/loki: ingress from monitoring-node/alloy, port 3100/TCP (pushes logs)',
        'network policies of monitoring/loki: ingress from monitoring/grafana, port 3100/TCP (queries the data source loki)',
        'network policies of monitoring/loki: ingress from monitoring/prometheus, port 3100/TCP (scrapes the job loki)',
      ],
    ],
    [
      'a connection that no policy knows',
      (m) => {
        const known = m.connections.find(({ why }) => why === 'pushes logs')!;
        m.connections.push({ ...known, to: { ...known.to, ports: [{ port: 9096 }] } });
      },
      [
        'network policies of monitoring-node/alloy: egress to http://loki.monitoring.svc:3100, port 9096/TCP (pushes logs)',
        'network policies of monitoring/loki: ingress from monitoring-node/alloy, port 9096/TCP (pushes logs)',
      ],
    ],
    [
      'Alloy may not look up names over UDP',
      (m) => {
        for (const rule of spec(m, 'NetworkPolicy', 'alloy').egress)
          rule.ports = rule.ports.filter(({ protocol }: { protocol: string }) => protocol !== 'UDP');
      },
      [
        'network policies of monitoring-node/alloy: egress to dns://kube-dns.kube-system.svc:53, port 53/UDP (looks up names)',
      ],
    ],
    [
      "the application's policy forgets Prometheus",
      (m) => {
        spec(m, 'NetworkPolicy', 'flask-app').ingress = [];
      },
      [
        'network policies of flask-app/flask-app: ingress from monitoring/prometheus, port 8000/TCP (scrapes the job flask-app)',
      ],
    ],
    [
      'kube-state-metrics may not ask the API server',
      (m) => {
        const s = spec(m, 'NetworkPolicy', 'kube-state-metrics');
        s.egress = s.egress.filter(({ to }: { to?: unknown }) => to);
      },
      [
        'network policies of monitoring/kube-state-metrics: egress to https://kubernetes.default.svc:443, port 443/TCP (asks the Kubernetes API)',
        'network policies of monitoring/kube-state-metrics: egress to https://kubernetes.default.svc:443, port 6443/TCP (asks the Kubernetes API)',
      ],
    ],
  ],
  'edge-used': [
    [
      'Grafana may ask another port of Loki',
      (m) => {
        spec(m, 'NetworkPolicy', 'grafana').egress.push({
          ports: [{ port: 9095, protocol: 'TCP' }],
          to: spec(m, 'NetworkPolicy', 'prometheus').ingress[0].from,
        });
      },
      [
        'egress of NetworkPolicy monitoring/grafana: monitoring/grafana, port 9095/TCP',
        'egress of NetworkPolicy monitoring/grafana: monitoring/prometheus, port 9095/TCP',
      ],
    ],
    [
      'Alertmanager may reach every node',
      (m) => {
        // It notifies nobody in this installation, and may connect to nothing.
        spec(m, 'NetworkPolicy', 'alertmanager').egress = [{ ports: [{ port: 22, protocol: 'TCP' }] }];
      },
      ['egress of NetworkPolicy monitoring/alertmanager: anywhere, port 22/TCP'],
    ],
    [
      'the application lets Alloy in too',
      (m) => {
        const [{ from }] = spec(m, 'NetworkPolicy', 'flask-app').ingress;
        from.push({ namespaceSelector: {}, podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'alloy' } } });
      },
      ['ingress of NetworkPolicy flask-app/flask-app: */alloy, port 8000/TCP'],
    ],
    [
      'a connection is no longer needed',
      (m) => {
        m.connections = m.connections.filter(({ why }) => !why.includes('Alertmanager') && why !== 'pushes logs');
      },
      [
        'ingress of NetworkPolicy monitoring/loki: monitoring-node/alloy, port 3100/TCP',
        'egress of NetworkPolicy monitoring-node/alloy: monitoring/loki, port 3100/TCP',
      ],
    ],
    [
      'Loki may reach a network outside',
      (m) => {
        spec(m, 'NetworkPolicy', 'loki').egress.push({
          ports: [{ port: 443, protocol: 'TCP' }],
          to: [{ ipBlock: { cidr: '192.0.2.0/24' } }],
        });
      },
      ['egress of NetworkPolicy monitoring/loki: 192.0.2.0/24, port 443/TCP'],
    ],
  ],
  'pod-isolated': [
    [
      "no policy of the application's namespace is about what goes out",
      (m) => {
        for (const p of policies(m, 'flask-app')) {
          p.policyTypes = ['Ingress'];
          delete p.egress;
        }
      },
      ['network policies of flask-app/flask-app: egress'],
    ],
    [
      "no policy of the application's namespace is about what comes in",
      (m) => {
        for (const p of policies(m, 'flask-app')) {
          p.policyTypes = ['Egress'];
          delete p.ingress;
        }
      },
      ['network policies of flask-app/flask-app: ingress'],
    ],
    [
      "the policies of the node's namespace are gone",
      (m) => {
        m.objects = m.objects.filter(
          ({ manifest: { kind, metadata } }) => kind !== 'NetworkPolicy' || metadata.namespace !== 'monitoring-node',
        );
      },
      ['network policies of monitoring-node/alloy: ingress', 'network policies of monitoring-node/alloy: egress'],
    ],
  ],
  'privileged-needed': [
    [
      'nothing is refused in the namespace of the stack',
      (m) => {
        object(m, 'Namespace', 'monitoring').metadata.labels['pod-security.kubernetes.io/enforce'] = 'privileged';
      },
      ['alertmanager', 'kube-state-metrics', 'prometheus', 'loki', 'grafana'].map(
        (name) => `Deployment ${name}: monitoring`,
      ),
    ],
    [
      'the namespace of the application says nothing of what it enforces',
      (m) => {
        delete object(m, 'Namespace', 'flask-app').metadata.labels['pod-security.kubernetes.io/enforce'];
      },
      ['Deployment flask-app: flask-app'],
    ],
    [
      'Alloy reads no files of the node any more',
      (m) => {
        const p = pod(m, 'DaemonSet', 'alloy');
        p.volumes = p.volumes.map((volume: Any) => (volume.hostPath ? { name: volume.name, emptyDir: {} } : volume));
      },
      ['DaemonSet alloy: monitoring-node'],
    ],
  ],
};
