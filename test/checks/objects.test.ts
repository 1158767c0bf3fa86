import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Contradiction, Contradictions, type Draft, verify } from '../../constructs/checks/index.ts';
import { OBJECT_CHECKS } from '../../constructs/checks/objects/index.ts';
import { Alertmanager, dashboards, external, type Model, Receiver } from '../../constructs/index.ts';
import { k8s } from '../../imports/k8s.ts';
import { mainModel, planted, said } from '../lib/checks.ts';
import { poisonedModel } from '../lib/installation.ts';
import { installation, render } from '../lib/render.ts';

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
const drop = (m: Broken, kind: string, name: string): void => {
  const { metadata } = object(m, kind, name);
  m.objects = m.objects.filter(({ manifest }) => manifest.kind !== kind || manifest.metadata !== metadata);
};

const inhibit = (m: Broken, cause: string, effects: string, equal: readonly string[]) => {
  content(m, 'alertmanager.yml').inhibit_rules.push({
    source_matchers: [`alertname="${cause}"`],
    target_matchers: [`alertname=~"${effects}"`],
    equal,
  });
};
const nodes = (count: number, cpu: number, memory: number) => ({
  ...{ count, cpu: Cpu.millis(cpu), memory: Size.gibibytes(memory) },
});

let main: Model;
beforeAll(async () => {
  main = await mainModel();
});

test('nothing is found in what main.ts builds', () => {
  expect(said(planted(main, () => undefined, OBJECT_CHECKS))).toEqual([]);
});

test('nothing is found where the declared nodes have just what is requested', () => {
  const just = (cpu: number, mebibytes: number) =>
    said(
      planted(
        main,
        (m) => {
          m.nodes = { count: 1, cpu: Cpu.millis(cpu), memory: Size.mebibytes(mebibytes) };
        },
        OBJECT_CHECKS,
      ),
    );
  expect(just(590, 1408)).toEqual([]);
  expect(just(589, 1407)).toHaveLength(2);
});

test('nothing is found in an installation without defaults', () => {
  expect(said(planted(poisonedModel(), () => undefined, OBJECT_CHECKS))).toEqual([]);
});

/** By check: a change, and where what is found. No other check may find anything. */
const PLANTED: Readonly<
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
          path: '20-metrics/old',
          chart: '20-metrics',
          manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
        });
      },
      ['1 object: yesterday'],
    ],
  ],
  'rights-exact': [
    [
      'kube-state-metrics may read secrets',
      (m) => {
        object(m, 'ClusterRole', 'monitoring-kube-state-metrics').rules.push({
          apiGroups: [''],
          resources: ['secrets'],
          verbs: ['list'],
        });
      },
      ['rights of monitoring/kube-state-metrics: list /secrets in all namespaces'],
    ],
    [
      'kube-state-metrics lists one resource more',
      (m) => {
        const c = container(m, 'Deployment', 'kube-state-metrics');
        c.args = c.args.map((arg: string) => arg.replace('--resources=', '--resources=leases,'));
      },
      [
        'rights of monitoring/kube-state-metrics: list coordination.k8s.io/leases in all namespaces',
        'rights of monitoring/kube-state-metrics: watch coordination.k8s.io/leases in all namespaces',
      ],
    ],
    [
      'Prometheus may not scrape nodes',
      (m) => {
        const role = object(m, 'ClusterRole', 'monitoring-prometheus');
        role.rules = role.rules.filter(({ resources = [] }: Any) => !resources.includes('nodes/metrics'));
      },
      ['rights of monitoring/prometheus: get /nodes/metrics in all namespaces'],
    ],
    [
      'Prometheus looks into one namespace more',
      (m) => {
        content(m, 'prometheus.yml').scrape_configs[0].kubernetes_sd_configs[0].namespaces.names.push('shop');
      },
      [
        'rights of monitoring/prometheus: get /pods in shop',
        'rights of monitoring/prometheus: list /pods in shop',
        'rights of monitoring/prometheus: watch /pods in shop',
      ],
    ],
    [
      'a binding names another account',
      (m) => {
        object(m, 'ClusterRoleBinding', 'monitoring-alloy').subjects[0].name = 'aloy';
      },
      [
        'rights of monitoring-node/alloy: get /pods in all namespaces',
        'rights of monitoring-node/alloy: list /pods in all namespaces',
        'rights of monitoring-node/alloy: watch /pods in all namespaces',
      ],
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
        const expr = 'max by (job) (up{job="kubelet"}) == 0';
        for (const group of m.files.flatMap((file): Any[] => Object(file.content).groups ?? []))
          for (const rule of group.rules) if (rule.alert === 'NodeFlapping') rule.expr = expr;
        m.queries.find(({ asker }) => asker === "alert 'NodeFlapping'")!.expr = expr;
      },
      ['alertmanager-config/alertmanager.yml: equal node of NodeNotReady and NodeFlapping'],
    ],
  ],
};

test('contradictions are planted for every check', () => {
  expect(Object.keys(PLANTED)).toEqual(OBJECT_CHECKS.map(({ id }) => id));
});

describe.each(Object.entries(PLANTED))('%s', (id, rows) => {
  test.each(rows)('%s', (_, plant, expected) => {
    const found = planted(main, plant, OBJECT_CHECKS);
    expect(found.map(({ at, value }) => `${at}: ${value}`)).toEqual(expected);
    expect(new Set(found.map(({ check }) => check))).toEqual(new Set([id]));
  });
});

test.each([
  ['slack', Receiver.slack({ channel: '#on-call', urlFrom: { secret: 's', key: 'k' } })],
  ['opsgenie', Receiver.opsgenie({ apiKeyFrom: { secret: 's', key: 'k' }, region: 'eu' })],
  ['email', Receiver.email({ to: 'a@example.com', from: 'b@example.com', smarthost: 'smtp.example.com:587' })],
  ['pagerduty', Receiver.pagerduty({ routingKeyFrom: { secret: 's', key: 'k' } })],
  ['telegram', Receiver.telegram({ chat: 1, tokenFrom: { secret: 's', key: 'k' } })],
  ['teams', Receiver.teams({ urlFrom: { secret: 's', key: 'k' } })],
  [
    'webhook',
    Receiver.webhook({ endpoint: external('webhook', 'http://hook.example.com:8080', { cidrs: ['192.0.2.1/32'] }) }),
  ],
])('nothing is found in an Alertmanager that notifies by %s', (_, critical) => {
  const built = render((chart) => new Alertmanager(chart, 'alertmanager', { installation, namespace: 'n', critical }));
  expect(
    said(planted(built, () => undefined, OBJECT_CHECKS)).filter(
      (line) => !/^(pod-isolated|namespace-exists)/.test(line),
    ),
  ).toEqual([]);
});

/** One whole contradiction of each check: the first of its example. */
const EXAMPLES: Readonly<Record<string, Contradiction>> = {
  'connection-allowed': {
    path: '20-metrics/prometheus/workload/deployment',
    at: 'network policies of monitoring/prometheus',
    value: 'egress to http://alertmanager.monitoring.svc:9093, port 9093/TCP (sends alerts)',
    why: 'no policy allows it',
    remedy: 'record the connection where the workload is built: its policies follow',
  },
  'edge-used': {
    path: '30-logs/loki/workload/network-policy/policy',
    at: 'ingress of NetworkPolicy monitoring/loki',
    value: 'monitoring/grafana, port 9095/TCP',
    why: 'no connection is recorded that needs it',
    remedy: 'drop the rule, or record the connection that it is for',
  },
  'namespace-exists': {
    path: '00-namespaces/flask-app/deny-all',
    at: '8 objects',
    value: 'flask-app',
    why: 'no such namespace is in the output',
    remedy: "name it in 'restricted' of NamespacesChart, or in 'existing' where others make it",
  },
  'pod-isolated': {
    path: '10-alerts/alertmanager/workload/deployment',
    at: 'network policies of monitoring/alertmanager',
    value: 'ingress',
    why: 'no policy selects its pods in this direction: all is open',
    remedy: 'build the workload with its policy, in a namespace that is closed',
  },
  'address-resolves': {
    path: '30-logs/alloy/config',
    at: 'alloy-config/config.alloy',
    value: 'lokki.monitoring.svc:3100',
    why: 'no Service of this output and no declared endpoint has this name',
    remedy: 'did you mean loki.monitoring.svc?',
  },
  'service-hits-pods': {
    path: '30-logs/loki/workload/service',
    at: 'Service monitoring/loki',
    value: 'targetPort 3101',
    why: 'no container of loki has this port',
    remedy: 'its ports are 3100',
  },
  'probe-port-declared': {
    path: '40-dashboards/grafana/workload/deployment',
    at: 'container grafana of monitoring/grafana',
    value: 'readinessProbe on port 3001',
    why: 'the container does not declare this port',
    remedy: 'its ports are 3000',
  },
  'mount-exists': {
    path: '30-logs/loki/workload/deployment',
    at: 'volumes of monitoring/loki',
    value: 'ConfigMap loki-config',
    why: 'no such object is in the namespace monitoring',
    remedy: 'did you mean loki-confg?',
  },
  'rights-exact': {
    path: '30-logs/alloy/workload/daemon-set',
    at: 'rights of monitoring-node/alloy',
    value: 'get /pods in all namespaces',
    why: 'its config asks for it, and no role grants it',
    remedy: 'grant it',
  },
  sizes: {
    path: '20-metrics/prometheus/workload/deployment',
    at: 'retention of monitoring/prometheus',
    value: '9500MiB',
    why: 'it is more than 80 % of the volume of 10Gi',
    remedy: 'keep less, or ask for a larger volume',
  },
  'requests-fit': {
    path: '20-metrics/prometheus/workload/deployment',
    at: 'pods of all workloads',
    value: '1408Mi of memory',
    why: 'the node has 1Gi of memory',
    remedy:
      "request less, or correct 'cluster.nodes' where there is more; most is requested by monitoring/prometheus, monitoring/loki, flask-app/flask-app",
  },
  'data-source-provisioned': {
    path: '40-dashboards/grafana/dashboard-application',
    at: 'dashboard Application',
    value: 'data source loki',
    why: 'no data source of this uid is provisioned',
    remedy: 'the uids are prometheus, logs, alertmanager',
  },
  'unique-ids': {
    path: '40-dashboards/grafana/dashboard-logs',
    at: 'dashboard title Logs',
    value: 'Logs',
    why: 'there are 2 of it, the first in 40-dashboards/grafana/dashboard-nodes',
    remedy: 'name them differently',
  },
  'variable-defined': {
    path: '40-dashboards/grafana/dashboard-application',
    at: 'dashboard Application',
    value: '$pod',
    why: 'the dashboard has no variable of this name',
    remedy: 'did you mean $pods?',
  },
  'link-resolves': {
    path: '20-metrics/prometheus/rules',
    at: 'alert Watchdog',
    value: 'https://git.example.com/monitoring/docs/runbooks/Watchdogs.md',
    why: 'it is not the runbook of this alert',
    remedy: 'the runbook is called Watchdog.md',
  },
  'alert-reaches-receiver': {
    path: '10-alerts/alertmanager/config',
    at: 'alertmanager-config/alertmanager.yml',
    value: 'route to critical',
    why: 'no receiver has this name',
    remedy: 'the receivers are nobody, warning, pager',
  },
  'inhibition-applies': {
    path: '10-alerts/alertmanager/config',
    at: 'alertmanager-config/alertmanager.yml',
    value: 'inhibition of AloySilent by LokiDown',
    why: 'no alert has this name',
    remedy: 'did you mean AlloySilent?',
  },
};

test('an inhibition says which labels both alerts have', () => {
  const remedies = (plant: (m: Broken) => void) =>
    planted(main, plant, OBJECT_CHECKS).map(({ why, remedy }) => `${why}; ${remedy}`);
  expect(remedies((m) => inhibit(m, 'PodNotReady', 'ContainerOomKilled', ['pods']))).toEqual([
    'neither has this label: it is always equal; did you mean pod?',
  ]);
  expect(remedies((m) => inhibit(m, 'PodNotReady', 'NodeFlapping', ['namespace']))).toEqual([
    'NodeFlapping does not have this label: it is never equal; what both have is alertname, cluster, severity',
  ]);
});

test('nothing is found of an inhibition whose alerts are left out, or of alerts of others', () => {
  const without = (left: (name: string) => boolean, ofOthers: readonly string[] = []) =>
    said(
      planted(
        main,
        (m) => {
          for (const name of ofOthers) inhibit(m, name, 'TheirsIsSlow', []);
          for (const group of m.files.flatMap((file): Any[] => Object(file.content).groups ?? []))
            group.rules = group.rules.filter(({ alert = '' }: Any) => left(alert));
        },
        OBJECT_CHECKS,
      ),
    );
  expect(without((name) => !['NodeNotReady', 'LogSilence', 'ApplicationErrorBudgetBurn'].includes(name))).toEqual([]);
  expect(without(() => false, ['TheirsIsDown'])).toEqual([]);
  expect(without(() => true, ['TheirsIsDown'])).toHaveLength(2);
});

test.each(OBJECT_CHECKS.map((check) => [check.id, check] as const))('%s finds its example', (check, { example }) => {
  const found = planted(main, example.plant, OBJECT_CHECKS);
  expect(new Set(found.map((finding) => finding.check))).toEqual(new Set([check]));
  expect(found[0]).toEqual({ check, ...EXAMPLES[check] });
});

test('whoever builds a contradiction gets all of it before anything is written', () => {
  const app = new App();
  const chart = new Chart(app, 'test');
  const orphan = {
    metadata: { name: 'orphan', namespace: 'default' },
    spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
  };
  new k8s.KubeService(chart, 'orphan', orphan);
  expect(() => verify(app)).toThrow(
    new Contradictions([
      {
        check: 'service-hits-pods',
        path: 'test/orphan',
        at: 'Service default/orphan',
        value: 'app=nobody',
        why: 'no pods have these labels',
        remedy: 'select by the labels of a workload',
      },
    ]),
  );
});
