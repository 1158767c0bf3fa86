import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Draft } from '../../constructs/checks/index.ts';
import { dashboards, type Model } from '../../constructs/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: manifests and configs, to be broken in any place
type Any = any;
type Broken = Draft<Model>;

const object = ({ objects }: Broken, kind: string, name: string): Any => {
  const found = objects.find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} '${name}'`);
  return found.manifest;
};
const spec = (m: Broken, kind: string, name: string): Any => object(m, kind, name).spec;
const pod = (m: Broken, kind: string, name: string): Any => spec(m, kind, name).template.spec;
const container = (m: Broken, kind: string, name: string): Any => pod(m, kind, name).containers[0];
const content = ({ files }: Broken, key: string): Any => files.find((file) => file.key === key)?.content;
const policies = ({ objects }: Broken, namespace: string): Any[] =>
  objects
    .filter(({ manifest: { kind, metadata } }) => kind === 'NetworkPolicy' && metadata.namespace === namespace)
    .map(({ manifest }) => manifest.spec);
/** An object of others, with pods. */
export const theirs = (apiVersion: string, kind: string, name: string, pod: object): Any => ({
  ...{ path: `60-own/${name}`, chart: '60-own', ours: false },
  manifest: { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec: { template: { spec: pod } } },
});
const drop = (m: Broken, kind: string, name: string): void => {
  const { metadata } = object(m, kind, name);
  m.objects = m.objects.filter(({ manifest }) => manifest.kind !== kind || manifest.metadata !== metadata);
};

/** Lets an alert explain others. */
export const inhibit = (m: Broken, cause: string, effects: string, equal: readonly string[]) => {
  content(m, 'alertmanager.yml').inhibit_rules.push({
    source_matchers: [`alertname="${cause}"`],
    target_matchers: [`alertname=~"${effects}"`],
    equal,
  });
};
const alerts = (m: Broken): Any[] =>
  m.files.flatMap((file) => (Object(file.content).groups ?? []) as Any[]).flatMap(({ rules }) => rules);
/** Lets an alert ask something else. */
export const ask = (m: Broken, alert: string, expr: string) => {
  for (const rule of alerts(m)) if (rule.alert === alert) rule.expr = expr;
};
/** Gives an alert other texts. */
export const tell = (m: Broken, alert: string, annotations: Readonly<Record<string, string>>) => {
  for (const rule of alerts(m)) if (rule.alert === alert) rule.annotations = annotations;
};
/** An init container that does not end. */
const sidecar = (cpu: string): Any => ({ name: 'sidecar', restartPolicy: 'Always', resources: { requests: { cpu } } });
const nodes = (count: number, cpu: number, memory: number) => ({
  ...{ count, cpu: Cpu.millis(cpu), memory: Size.gibibytes(memory) },
});

/** By check: a change, and where what is found. No other check may find anything. */
export const PLANTED: Readonly<
  Record<string, readonly [change: string, plant: (m: Broken) => void, found: readonly string[]][]>
> = {
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
        spec(m, 'NetworkPolicy', 'alertmanager').egress.push({ ports: [{ port: 22, protocol: 'TCP' }] });
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
  'address-resolves': [
    [
      "Prometheus sends alerts to 'alertmanger'",
      (m) => {
        content(m, 'prometheus.yml').alerting.alertmanagers[0].static_configs[0].targets = [
          'alertmanger.monitoring.svc:9093',
        ];
      },
      ['prometheus-config/prometheus.yml: alertmanger.monitoring.svc:9093'],
    ],
    [
      'Prometheus sends alerts to another port',
      (m) => {
        content(m, 'prometheus.yml').alerting.alertmanagers[0].static_configs[0].targets = [
          'alertmanager.monitoring.svc:9094',
        ];
      },
      ['prometheus-config/prometheus.yml: alertmanager.monitoring.svc:9094'],
    ],
    [
      'a data source is in another namespace',
      (m) => {
        content(m, 'datasources.yaml').datasources[0].url = 'http://prometheus.monitorin.svc:9090';
      },
      ['grafana-datasources/datasources.yaml: prometheus.monitorin.svc:9090'],
    ],
    [
      'a data source names no port',
      (m) => {
        content(m, 'datasources.yaml').datasources[1].url = 'http://loki.monitoring.svc';
      },
      ['grafana-datasources/datasources.yaml: loki.monitoring.svc:80'],
    ],
    [
      'a webhook goes nowhere',
      (m) => {
        content(m, 'alertmanager.yml').receivers[1].webhook_configs = [{ url: 'http://pager.example.com/hook' }];
      },
      ['alertmanager-config/alertmanager.yml: pager.example.com:80'],
    ],
    [
      'the Service of Loki has another port',
      (m) => {
        spec(m, 'Service', 'loki').ports[0].port = 3200;
      },
      [
        'alloy-config/config.alloy: loki.monitoring.svc:3100',
        'grafana-datasources/datasources.yaml: loki.monitoring.svc:3100',
      ],
    ],
    [
      'an argument names a Service that is not there',
      (m) => {
        container(m, 'Deployment', 'flask-app').args = ['--collector=http://tempo.monitoring.svc:4317'];
      },
      ['container of flask-app/flask-app: tempo.monitoring.svc:4317'],
    ],
  ],
  'service-hits-pods': [
    [
      'a Service selects by another name',
      (m) => {
        spec(m, 'Service', 'grafana').selector = { 'app.kubernetes.io/instance': 'graphana' };
      },
      ['Service monitoring/grafana: app.kubernetes.io/instance=graphana'],
    ],
    [
      'a container calls its port otherwise',
      (m) => {
        spec(m, 'Service', 'flask-app').ports[0].targetPort = 'web';
      },
      ['Service flask-app/flask-app: targetPort web'],
    ],
    [
      'a container has no ports',
      (m) => {
        delete container(m, 'Deployment', 'flask-app').ports;
        for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
          delete container(m, 'Deployment', 'flask-app')[probe];
      },
      ['Service flask-app/flask-app: targetPort 8000'],
    ],
  ],
  'probe-port-declared': [
    [
      'a liveness probe asks a named port that is not there',
      (m) => {
        container(m, 'Deployment', 'loki').livenessProbe.httpGet.port = 'web';
      },
      ['container loki of monitoring/loki: livenessProbe on port web'],
    ],
    [
      'a startup probe asks by TCP',
      (m) => {
        container(m, 'Deployment', 'prometheus').startupProbe = { tcpSocket: { port: 9091 } };
      },
      ['container prometheus of monitoring/prometheus: startupProbe on port 9091'],
    ],
    [
      'a DaemonSet asks another port',
      (m) => {
        container(m, 'DaemonSet', 'alloy').readinessProbe.httpGet.port = 12346;
      },
      ['container alloy of monitoring-node/alloy: readinessProbe on port 12346'],
    ],
    [
      'a container declares no ports',
      (m) => {
        delete container(m, 'DaemonSet', 'node-exporter').ports;
      },
      [
        'container node-exporter of monitoring-node/node-exporter: startupProbe on port 9100',
        'container node-exporter of monitoring-node/node-exporter: readinessProbe on port 9100',
        'container node-exporter of monitoring-node/node-exporter: livenessProbe on port 9100',
      ],
    ],
  ],
  'mount-exists': [
    [
      'a volume claim is not there',
      (m) => {
        drop(m, 'PersistentVolumeClaim', 'loki');
      },
      ['volumes of monitoring/loki: PersistentVolumeClaim loki'],
    ],
    [
      'rules are not there',
      (m) => {
        drop(m, 'ConfigMap', 'prometheus-rules');
      },
      ['volumes of monitoring/prometheus: ConfigMap prometheus-rules'],
    ],
    [
      'nobody mounts the rules',
      (m) => {
        const p = pod(m, 'Deployment', 'prometheus');
        p.volumes = p.volumes.filter(({ name }: { name: string }) => name !== 'etc-prometheus-rules');
      },
      ['ConfigMap monitoring/prometheus-rules: prometheus-rules'],
    ],
    [
      'a ConfigMap is in another namespace',
      (m) => {
        for (const { manifest } of m.objects)
          if (manifest.metadata.name === 'alloy-config') manifest.metadata.namespace = 'monitoring';
      },
      ['volumes of monitoring-node/alloy: ConfigMap alloy-config', 'ConfigMap monitoring/alloy-config: alloy-config'],
    ],
    [
      'a claim is misspelled',
      (m) => {
        pod(m, 'Deployment', 'grafana').volumes.find(
          (v: Any) => v.persistentVolumeClaim,
        ).persistentVolumeClaim.claimName = 'grafna';
      },
      ['volumes of monitoring/grafana: PersistentVolumeClaim grafna'],
    ],
  ],
  'host-port-free': [
    [
      'an agent of others is in the network of each node, on the port of node-exporter',
      (m) => {
        m.objects.push(
          theirs('apps/v1', 'DaemonSet', 'agent', {
            hostNetwork: true,
            containers: [{ ports: [{ containerPort: 9100 }] }],
          }),
        );
      },
      ['DaemonSet monitoring-node/node-exporter: port 9100 of the node'],
    ],
    [
      'two of ours take one port',
      (m) => {
        container(m, 'DaemonSet', 'alloy').ports[0].hostPort = 9100;
      },
      [
        'DaemonSet monitoring-node/node-exporter: port 9100 of the node',
        'DaemonSet monitoring-node/alloy: port 9100 of the node',
      ],
    ],
    [
      'Alloy takes the port of the kubelet',
      (m) => {
        container(m, 'DaemonSet', 'alloy').ports.push({ name: 'more', containerPort: 1, hostPort: 10250 });
      },
      ['DaemonSet monitoring-node/alloy: port 10250 of the node'],
    ],
  ],
  'file-readable': [
    ...['loki.yaml', 'nodes.json', 'watchdog.yml'].map((key): [string, (m: Broken) => void, string[]] => [
      `a patch breaks ${key}`,
      (m) => {
        m.files.find((file) => file.key === key)!.unreadable = 'SyntaxError: x';
      },
      [expect.stringMatching(`/${key}: ${key}$`)],
    ]),
  ],
  'namespace-exists': [
    [
      'the namespace of the application is left out',
      (m) => {
        m.objects = m.objects.filter(
          ({ manifest }) => manifest.kind !== 'Namespace' || manifest.metadata.name !== 'flask-app',
        );
      },
      ['8 objects: flask-app'],
    ],
    [
      'the namespaces are applied last',
      (m) => {
        for (const object of m.objects) {
          if (object.chart === '00-namespaces') object.chart = '99-namespaces';
        }
      },
      [
        expect.stringMatching(/^\d+ objects: monitoring$/),
        expect.stringMatching(/^\d+ objects: monitoring-node$/),
        '7 objects: flask-app',
      ],
    ],
    [
      'an object is in a namespace whose name is misspelt',
      (m) => {
        const budget = m.objects.find(({ manifest }) => manifest.kind === 'PodDisruptionBudget');
        if (budget) budget.manifest.metadata.namespace = 'flaskapp';
      },
      ['1 object: flaskapp'],
    ],
    [
      'an object is in a namespace that only existed once',
      (m) => {
        const labels = { 'app.kubernetes.io/name': 'old' };
        const metadata = { name: 'old', namespace: 'yesterday', labels };
        m.objects.push({
          ...{ path: '20-metrics/old', chart: '20-metrics', ours: true },
          manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
        });
      },
      ['1 object: yesterday'],
    ],
  ],
  'permissions-exact': [
    [
      'kube-state-metrics may read secrets',
      (m) => {
        object(m, 'ClusterRole', 'monitoring-kube-state-metrics').rules.push({
          apiGroups: [''],
          resources: ['secrets'],
          verbs: ['list'],
        });
      },
      ['permissions of monitoring/kube-state-metrics: list /secrets in all namespaces'],
    ],
    [
      'kube-state-metrics lists one resource more',
      (m) => {
        const c = container(m, 'Deployment', 'kube-state-metrics');
        c.args = c.args.map((arg: string) => arg.replace('--resources=', '--resources=leases,'));
      },
      [
        'permissions of monitoring/kube-state-metrics: list coordination.k8s.io/leases in all namespaces',
        'permissions of monitoring/kube-state-metrics: watch coordination.k8s.io/leases in all namespaces',
      ],
    ],
    [
      'Prometheus may not scrape nodes',
      (m) => {
        const role = object(m, 'ClusterRole', 'monitoring-prometheus');
        role.rules = role.rules.filter(({ resources = [] }: Any) => !resources.includes('nodes/metrics'));
      },
      ['permissions of monitoring/prometheus: get /nodes/metrics in all namespaces'],
    ],
    [
      'Prometheus looks into one namespace more',
      (m) => {
        content(m, 'prometheus.yml').scrape_configs[0].kubernetes_sd_configs[0].namespaces.names.push('shop');
      },
      [
        'permissions of monitoring/prometheus: get /pods in shop',
        'permissions of monitoring/prometheus: list /pods in shop',
        'permissions of monitoring/prometheus: watch /pods in shop',
      ],
    ],
    [
      'a binding names another account',
      (m) => {
        object(m, 'ClusterRoleBinding', 'monitoring-alloy').subjects[0].name = 'aloy';
      },
      [
        'permissions of monitoring-node/alloy: get /pods in all namespaces',
        'permissions of monitoring-node/alloy: list /pods in all namespaces',
        'permissions of monitoring-node/alloy: watch /pods in all namespaces',
        'ClusterRoleBinding monitoring-alloy: monitoring-node/aloy',
      ],
    ],
    [
      'a role is also bound to an account that no pod has',
      (m) => {
        const { subjects } = object(m, 'ClusterRoleBinding', 'monitoring-kube-state-metrics');
        subjects.push({ kind: 'ServiceAccount', name: 'backup', namespace: 'monitoring' });
      },
      ['ClusterRoleBinding monitoring-kube-state-metrics: monitoring/backup'],
    ],
    [
      'a role of one namespace is bound to the account that all pods have by default',
      (m) => {
        const { subjects } = object(m, 'RoleBinding', 'monitoring-prometheus');
        subjects.push({ kind: 'ServiceAccount', name: 'default', namespace: 'monitoring' });
      },
      [expect.stringMatching(/^RoleBinding [\w-]+\/monitoring-prometheus: monitoring\/default$/)],
    ],
  ],
  sizes: [
    [
      'the volume of Prometheus is smaller',
      (m) => {
        spec(m, 'PersistentVolumeClaim', 'prometheus').resources.requests.storage = '8Gi';
      },
      ['retention of monitoring/prometheus: 8192MiB'],
    ],
    [
      'the heap of Loki is as large as its memory',
      (m) => {
        container(m, 'Deployment', 'loki').env[0].value = '1GiB';
      },
      ['GOMEMLIMIT of monitoring/loki: 1GiB'],
    ],
    [
      'Loki replays more than it has memory',
      (m) => {
        content(m, 'loki.yaml').ingester.wal.replay_memory_ceiling = '2GB';
      },
      ['replay_memory_ceiling of monitoring/loki: 2GB'],
    ],
    [
      'a ConfigMap is too large',
      (m) => {
        object(m, 'ConfigMap', 'prometheus-rules').data = { 'more.yml': 'x'.repeat(200_000) };
      },
      ['ConfigMap monitoring/prometheus-rules: 200015 bytes'],
    ],
  ],
  'requests-fit': [
    [
      'a pod is larger than a node',
      (m) => {
        m.nodes = nodes(2, 4000, 4);
        container(m, 'Deployment', 'loki').resources.requests.memory = '5Gi';
      },
      ['pods of monitoring/loki: 5Gi of memory'],
    ],
    [
      'one fits on a node only without the pods that run on each',
      (m) => {
        m.nodes = nodes(9, 1000, 4);
        container(m, 'Deployment', 'grafana').resources.requests.cpu = '950m';
      },
      ['pods of monitoring/grafana: 950m CPU'],
    ],
    [
      'each fits, but not all together',
      (m) => {
        m.nodes = nodes(1, 2000, 2);
        spec(m, 'Deployment', 'flask-app').replicas = 40;
      },
      ['pods of all workloads: 2490m CPU', 'pods of all workloads: 6272Mi of memory'],
    ],
    [
      'the pods that run on each node leave no room, however many there are',
      (m) => {
        m.nodes = nodes(1000, 2000, 4);
        container(m, 'DaemonSet', 'alloy').resources.requests.cpu = '2.5';
      },
      ['pods that run on each node: 2520m CPU'],
    ],
    [
      'an init container is larger than what runs after it',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        pod(m, 'Deployment', 'grafana').initContainers[0].resources.requests.cpu = '3';
      },
      ['pods of monitoring/grafana: 3 CPU'],
    ],
    [
      'a sidecar runs beside the containers',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        pod(m, 'Deployment', 'grafana').initContainers.push(sidecar('1900m'));
      },
      ['pods of monitoring/grafana: 2 CPU'],
    ],
    [
      'an init container runs beside the sidecars that are started before it',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        const { initContainers } = pod(m, 'Deployment', 'grafana');
        initContainers[0].resources.requests.cpu = '1600m';
        initContainers.unshift(sidecar('500m'));
      },
      ['pods of monitoring/grafana: 2100m CPU'],
    ],
    [
      'a limit alone is requested too',
      (m) => {
        m.nodes = nodes(3, 2000, 4);
        container(m, 'Deployment', 'grafana').resources = { limits: { memory: '8Gi' } };
      },
      ['pods of monitoring/grafana: 8Gi of memory'],
    ],
  ],
  'data-source-provisioned': [
    [
      'a panel asks another uid',
      (m) => {
        content(m, 'application.json').panels[2].datasource.uid = 'promethus';
      },
      ['dashboard Application: data source promethus'],
    ],
    [
      'a variable asks another uid',
      (m) => {
        content(m, 'application.json').templating.list[0].datasource.uid = 'thanos';
      },
      ['dashboard Application: data source thanos'],
    ],
    [
      'an annotation asks another uid',
      (m) => {
        content(m, 'nodes.json').annotations.list = [{ name: 'deploys', datasource: { uid: 'mimir' } }];
      },
      ['dashboard Nodes: data source mimir'],
    ],
    [
      'nothing is provisioned for Prometheus',
      (m) => {
        content(m, 'datasources.yaml').datasources.shift();
      },
      [...dashboards.map(({ title }) => title), 'Service level'].map(
        (title) => `dashboard ${title}: data source prometheus`,
      ),
    ],
  ],
  'unique-ids': [
    [
      'two dashboards of one title',
      (m) => {
        content(m, 'nodes.json').title = 'Logs';
      },
      ['dashboard title Logs: Logs'],
    ],
    [
      'an object twice',
      (m) => {
        m.objects.push(structuredClone(m.objects.at(-1)!));
      },
      ['Deployment flask-app/flask-app: flask-app/flask-app'],
    ],
    [
      'two groups of one name in a file',
      (m) => {
        const { groups } = content(m, 'watchdog.yml');
        groups.push({ name: groups[0].name, rules: [] });
      },
      ['rule group watchdog of prometheus-rules/watchdog.yml: prometheus-rules/watchdog.yml'],
    ],
    [
      'an alert in two groups',
      (m) => {
        const { groups } = content(m, 'watchdog.yml');
        groups.push({ ...groups[0], name: 'again' });
      },
      ['alert Watchdog: Watchdog'],
    ],
  ],
  'variable-defined': [
    [
      'a query names another variable',
      (m) => {
        content(m, 'application.json').panels[2].targets[0].expr = 'sum(up{app="$ap"})';
      },
      ['dashboard Application: $ap'],
    ],
    [
      'a title names a variable',
      (m) => {
        content(m, 'logs.json').panels[0].title = 'Logs of [[team]]';
      },
      ['dashboard Logs: $team'],
    ],
    [
      'a variable depends on another',
      (m) => {
        content(m, 'application.json').templating.list[1].query.query = 'label_values(up{zone="$zone"}, app)';
      },
      ['dashboard Application: $zone'],
    ],
    [
      'all variables are gone',
      (m) => {
        content(m, 'logs.json').templating.list = [];
      },
      [
        'dashboard Logs: $namespace',
        'dashboard Logs: $app',
        'dashboard Logs: $pod',
        'dashboard Logs: $level',
        'dashboard Logs: $search',
      ],
    ],
  ],
  'link-resolves': [
    [
      'a dashboard links to another that is not there',
      (m) => {
        content(m, 'nodes.json').links.push({ type: 'link', url: '/d/node?var-x=1' });
      },
      ['dashboard Nodes: /d/node'],
    ],
    [
      'a data link leads nowhere',
      (m) => {
        content(m, 'application.json').panels[2].fieldConfig.defaults.links = [{ url: '/d/loges/x' }];
      },
      ['dashboard Application: /d/loges'],
    ],
    [
      'an alert links to a dashboard that is not there',
      (m) => {
        content(m, 'watchdog.yml').groups[0].rules[0].annotations.dashboard_url = 'http://localhost:3000/d/stak';
      },
      ['alert Watchdog: /d/stak'],
    ],
    [
      'a dashboard has another uid than the links to it',
      (m) => {
        content(m, 'watchdog.yml').groups[0].rules[0].annotations.dashboard_url =
          'http://localhost:3000/d/monitoring-cost';
        content(m, 'monitoring-cost.json').uid = 'monitoring-costs';
      },
      ['alert Watchdog: /d/monitoring-cost'],
    ],
  ],
  'alert-reaches-receiver': [
    [
      'a route names another receiver',
      (m) => {
        content(m, 'alertmanager.yml').route.routes[2].receiver = 'waning';
        content(m, 'alertmanager.yml').route.receiver = 'warning';
      },
      ['alertmanager-config/alertmanager.yml: route to waning'],
    ],
    [
      'a receiver without a route',
      (m) => {
        content(m, 'alertmanager.yml').receivers.push({ name: 'team' });
      },
      ['alertmanager-config/alertmanager.yml: team'],
    ],
    [
      'a nested route names a receiver that is not there',
      (m) => {
        content(m, 'alertmanager.yml').route.routes[1].routes = [
          { receiver: 'night', matchers: ['namespace=~"shop.*"'] },
        ];
      },
      ['alertmanager-config/alertmanager.yml: route to night'],
    ],
    [
      'the first route has no receiver',
      (m) => {
        delete content(m, 'alertmanager.yml').route.receiver;
        content(m, 'alertmanager.yml').route.routes[0].matchers = ['severity!="none"'];
        content(m, 'alertmanager.yml').route.routes.splice(2);
        content(m, 'alertmanager.yml').receivers.splice(1, 1);
      },
      ['alert Watchdog: no receiver'],
    ],
    [
      'a route asks for alerts that are not there, and for some that are',
      (m) => {
        content(m, 'alertmanager.yml').route.routes[0].routes = [
          { receiver: 'nobody', matchers: ['alertname=~"Watchdogs|Watchdog|Other"'] },
          { receiver: 'nobody', matchers: ['alertname!="Nobody"', 'namespace="shop"'] },
          { receiver: 'nobody', matchers: ['alertname=~"Watch.*"'] },
        ];
      },
      [
        'alertmanager-config/alertmanager.yml: route for Watchdogs',
        'alertmanager-config/alertmanager.yml: route for Other',
      ],
    ],
  ],
  'inhibition-applies': [
    [
      'a cause is not there',
      (m) => {
        inhibit(m, 'NodeNotRedy', 'NodeFlapping', ['node']);
      },
      ['alertmanager-config/alertmanager.yml: inhibition by NodeNotRedy'],
    ],
    [
      'two of its effects are not there',
      (m) => {
        inhibit(m, 'NodeNotReady', 'NodeFlaping|NodeFlapping|Nodes', ['node']);
      },
      [
        'alertmanager-config/alertmanager.yml: inhibition of NodeFlaping by NodeNotReady',
        'alertmanager-config/alertmanager.yml: inhibition of Nodes by NodeNotReady',
      ],
    ],
    [
      'a label that only the cause has',
      (m) => {
        inhibit(m, 'PodNotReady', 'NodeFlapping', ['cluster', 'pod']);
      },
      ['alertmanager-config/alertmanager.yml: equal pod of PodNotReady and NodeFlapping'],
    ],
    [
      'a label that neither has, of alerts over logs',
      (m) => {
        inhibit(m, 'LogGoPanic', 'LogPythonTraceback', ['namespace', 'node']);
      },
      ['alertmanager-config/alertmanager.yml: equal node of LogGoPanic and LogPythonTraceback'],
    ],
    [
      'an alert loses the label that has to be equal',
      (m) => {
        ask(m, 'NodeFlapping', 'max by (job) (up{job="kubelet"}) == 0');
        tell(m, 'NodeFlapping', {});
      },
      ['alertmanager-config/alertmanager.yml: equal node of NodeNotReady and NodeFlapping'],
    ],
  ],
  'template-label-exists': [
    [
      'a label is misspelt in a pipeline',
      (m) => {
        tell(m, 'TargetDown', { description: '{{ $labels.instanc | toUpper }} of {{$labels.job}} is down' });
      },
      ['alert TargetDown, description: $labels.instanc'],
    ],
    [
      'a dashboard is opened with a label that is gone',
      (m) => {
        tell(m, 'LogGoPanic', {
          dashboard_url: '/d/logs?var-namespace={{ $labels.namespace }}&var-c={{ $labels.node }}',
        });
      },
      ['alert LogGoPanic, dashboard_url: $labels.node'],
    ],
    [
      'a label that the alert gets after its texts are made',
      (m) => {
        const description = 'A {{ with $labels.severity }}{{ . }}{{ end }} in {{ index $labels "cluster" }}';
        tell(m, 'TargetDown', { description });
      },
      ['alert TargetDown, description: $labels.severity', 'alert TargetDown, description: $labels.cluster'],
    ],
    [
      'an expression loses the label that its text fills in',
      (m) => {
        ask(m, 'GrafanaRequestErrors', 'max by (job) (up) == 0');
        const description = '{{ $labels.job }}: {{ if $labels.pod }}{{ $labels.pod }}{{ end }}, $labels.instance';
        tell(m, 'GrafanaRequestErrors', { description });
      },
      ['alert GrafanaRequestErrors, description: $labels.pod'],
    ],
  ],
};
