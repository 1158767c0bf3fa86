import { type Any, type Broken, container, content, drop, object, type Planted, pod } from './model.ts';

/** One wrong value each, in the pod of Grafana or its container: what no pod starts with. */
const POD_VALUES = (
  [
    [
      'a class has a space',
      (p) => Object.assign(p, { priorityClassName: 'very high' }),
      'priorityClassName: "very high"',
    ],
    [
      'the login of a registry has a slash',
      (p) => Object.assign(p, { imagePullSecrets: [{ name: 'a/b' }] }),
      'the name of an image pull secret: "a/b"',
    ],
    ['a Secret has a star', (p) => p.volumes.push({ secret: { secretName: '*' } }), 'the Secret of a volume: "*"'],
    ['a folder of the node goes up', (p) => p.volumes.push({ hostPath: { path: '/a/../b' } }), 'hostPath: "/a/../b"'],
    [
      'a mount goes both ways',
      (_, c) => Object.assign(c.volumeMounts[0], { mountPropagation: 'both' }),
      'mountPropagation: "both"',
    ],
    [
      'a capability is not in capitals',
      (_, c) => Object.assign(c.securityContext.capabilities, { add: ['net_raw'] }),
      'a capability: "net_raw"',
    ],
    [
      'a field is none',
      (_, c) => c.env.push({ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.node' } } }),
      'fieldPath: "spec.node"',
    ],
    [
      'a variable is of no Secret',
      (_, c) => c.env.push({ name: 'KEY', valueFrom: { secretKeyRef: { name: 'a b', key: 'key' } } }),
      'the Secret of a variable: "a b"',
    ],
    [
      'the key of a Secret is a path',
      (_, c) => c.env.push({ name: 'KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'a/b' } } }),
      'the key of a Secret: "a/b"',
    ],
    ['a probe has no path', (_, c) => Object.assign(c.livenessProbe.httpGet, { path: '' }), 'the path of a probe: ""'],
    [
      'a probe speaks lower case',
      (_, c) => Object.assign(c.livenessProbe.httpGet, { scheme: 'https' }),
      'the scheme of a probe: "https"',
    ],
    [
      'a host is a list',
      (_, c) => Object.assign(c.livenessProbe.httpGet, { httpHeaders: [{ name: 'Host', value: 'a, b' }] }),
      'the host of a probe: "a, b"',
    ],
  ] as readonly [string, (pod: Any, container: Any) => void, string][]
).map(([what, change, found]): [string, (m: Broken) => void, string[]] => [
  what,
  (m) => {
    change(pod(m, 'Deployment', 'grafana'), container(m, 'Deployment', 'grafana'));
  },
  [`Deployment grafana, ${found}`],
]);

export const objects: Planted = {
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
      [
        'ConfigMap monitoring/prometheus-rules: prometheus-rules',
        'ConfigMap monitoring/prometheus-rules-2: prometheus-rules-2',
      ],
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
  'file-readable': [
    ...['loki.yaml', 'nodes.json', 'watchdog.yml'].map((key): [string, (m: Broken) => void, string[]] => [
      `a patch breaks ${key}`,
      (m) => {
        m.files.find((file) => file.key === key)!.unreadable = 'SyntaxError: x';
      },
      [expect.stringMatching(`/${key}: ${key}$`)],
    ]),
  ],
  'value-accepted': [
    [
      'a label has a space',
      (m) => {
        object(m, 'Deployment', 'grafana').metadata.labels.team = 'the watch';
      },
      ['Deployment grafana, label team: "the watch"'],
    ],
    [
      'two volumes have one place',
      (m) => {
        const { volumeMounts } = container(m, 'Deployment', 'loki');
        volumeMounts.push({ ...volumeMounts[0] });
      },
      ['Deployment loki, mountPath: "/loki"'],
    ],
    [
      'a variable is a question',
      (m) => {
        container(m, 'Deployment', 'grafana').env[0].name = 'is=it';
      },
      ['Deployment grafana, the name of a variable: "is=it"'],
    ],
    [
      'a text breaks the line where YAML does not',
      (m) => {
        object(m, 'ConfigMap', 'loki-config').data['loki.yaml'] += '\u2028';
      },
      [expect.stringMatching(/^ConfigMap loki-config, data\.loki\.yaml: /)],
    ],
    [
      'a text is a number, without the quotes that cdk8s leaves out',
      (m) => {
        object(m, 'Deployment', 'loki').metadata.labels.mode = '0o755';
      },
      ['Deployment loki, metadata.labels.mode: "0o755"'],
    ],
    [
      'a key is a path',
      (m) => {
        object(m, 'ConfigMap', 'loki-config').data['../loki.yaml'] = '';
      },
      ['ConfigMap loki-config, a key of data: "../loki.yaml"'],
    ],
    [
      'a name has an underscore',
      (m) => {
        object(m, 'NetworkPolicy', 'loki').metadata.name = 'lo_ki';
      },
      ['NetworkPolicy lo_ki, metadata.name: "lo_ki"'],
    ],
    ...POD_VALUES,
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
};
