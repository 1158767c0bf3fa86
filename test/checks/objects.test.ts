import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Contradiction, Draft } from '../../constructs/checks/check.ts';
import { OBJECT_CHECKS } from '../../constructs/checks/objects/index.ts';
import { verify } from '../../constructs/checks/verify.ts';
import { Alertmanager, Contradictions, external, type Model, Receiver, Wiring } from '../../constructs/index.ts';
import { k8s } from '../../imports/k8s.ts';
import { everywhere, mainModel, planted, said } from '../lib/checks.ts';
import { podTemplates } from '../lib/dist.ts';
import { poisonedModel } from '../lib/installation.ts';
import { installation, render } from '../lib/render.ts';
import { ask, inhibit, PLANTED, tell } from './planted-objects.ts';

// biome-ignore lint/suspicious/noExplicitAny: manifests and configs, to be broken in any place
type Any = any;
type Broken = Draft<Model>;

let main: Model;
beforeAll(async () => {
  main = await mainModel();
});

test('nothing is found in the default installation', () => {
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
  const { cpu, memory } = requested(main);
  expect(just(cpu, memory)).toEqual([]);
  expect(just(cpu - 1, memory - 1)).toHaveLength(2);
});

/** What all pods request, with one of a DaemonSet, in millicores and MiB. */
function requested({ objects }: Model) {
  const all = podTemplates(objects.map(({ manifest }) => manifest)).flatMap(({ workload, spec: { containers } }) =>
    Array<typeof containers>(workload.spec.replicas ?? 1)
      .fill(containers)
      .flat(),
  );
  const sum = (resource: 'cpu' | 'memory', unit: string) =>
    all.reduce((total, { resources }) => {
      const quantity = String(resources?.requests?.[resource]);
      expect(quantity).toMatch(new RegExp(`^\\d+${unit}$`));
      return total + Number.parseInt(quantity, 10);
    }, 0);
  return { cpu: sum('cpu', 'm'), memory: sum('memory', 'Mi') };
}

test('nothing is found in an installation without defaults', () => {
  expect(said(planted(poisonedModel(), () => undefined, OBJECT_CHECKS))).toEqual([]);
});

describe.each(Object.entries(PLANTED))('%s', (id, rows) => {
  test.each(rows)('%s', (_, plant, expected) => {
    const found = planted(main, plant, OBJECT_CHECKS);
    expect(everywhere(found).map(({ at, value }) => `${at}: ${value}`)).toEqual(expected);
    expect(new Set(found.map(({ check }) => check))).toEqual(new Set([id]));
  });
});

test('nothing is found of bound accounts that pods of any kind use, or of users and groups', () => {
  const metadata = { name: 'backup-of-volumes', namespace: 'monitoring' };
  const template = { spec: { serviceAccountName: 'backup-of-volumes', containers: [] } };
  const bound = (kind: string, spec: object) =>
    said(
      planted(
        main,
        (m) => {
          const binding = m.objects.find(({ manifest }) => manifest.kind === 'ClusterRoleBinding')!;
          (binding.manifest as Any).subjects.push(
            { kind: 'ServiceAccount', ...metadata },
            { kind: 'Group', name: 'on-call' },
          );
          m.objects.push({
            ...{ path: 'p', chart: '90-backup', ours: false },
            manifest: { apiVersion: 'v1', kind, metadata, spec } as Any,
          });
        },
        OBJECT_CHECKS.filter(({ id }) => id === 'permissions-exact'),
      ),
    );
  expect(bound('CronJob', { jobTemplate: { spec: { template } } })).toEqual([]);
  expect(bound('StatefulSet', { template })).toEqual([]);
  expect(bound('Pod', template.spec)).toEqual([]);
  expect(bound('Service', {})).toEqual([
    'permissions-exact: ClusterRoleBinding monitoring-kube-state-metrics: monitoring/backup-of-volumes: it is bound to a role, and no pod uses this account; take it out of the binding, or run a pod with it',
  ]);
});

test('an account that no pod uses may be a slip', () => {
  const found = planted(
    main,
    (m) => {
      const binding = m.objects.find(
        ({ manifest: { kind, metadata } }) => kind === 'ClusterRoleBinding' && metadata.name === 'monitoring-alloy',
      )!;
      (binding.manifest as Any).subjects[0].name = 'aloy';
    },
    OBJECT_CHECKS,
  );
  expect(found.at(-1)?.remedy).toBe('did you mean monitoring-node/alloy?');
});

test('init containers request no more than the containers that run after them', () => {
  const needs = (initContainers: object[]) =>
    planted(
      main,
      (m) => {
        m.nodes = { count: 3, cpu: Cpu.millis(1000), memory: Size.gibibytes(4) };
        const grafana = m.objects.find(
          ({ manifest }) => manifest.kind === 'Deployment' && manifest.metadata.name === 'grafana',
        );
        (grafana as Any).manifest.spec.template.spec.initContainers = initContainers;
      },
      OBJECT_CHECKS,
    ).map(({ value }) => value);
  const init = (cpu: string, restartPolicy?: string) => ({
    name: cpu,
    restartPolicy,
    resources: { requests: { cpu } },
  });
  expect(needs([init('800m'), init('800m')])).toEqual([]);
  expect(needs([init('800m'), init('400m', 'Always')])).toEqual([]);
  expect(needs([init('400m', 'Always'), init('800m')])).toEqual(['1200m CPU']);
  expect(needs([init('400m', 'Always'), init('800m', 'Always')])).toEqual(['1300m CPU']);
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
  'connection-declared': {
    path: '50-applications/flask-app/workload/deployment',
    at: 'container of flask-app/flask-app',
    value: 'GRAFANA=http://grafana.monitoring.svc:3000',
    why: 'no connection to monitoring/grafana is declared, and the network policies close it',
    remedy: "add its endpoint to 'connectsTo': connectsTo: [shop.endpoint('http', 'http')]",
  },
  'panel-label-exists': {
    path: '40-dashboards/grafana/dashboard-application',
    at: "panel 'Requests by status' of the dashboard 'Application'",
    value: '{{pods}}',
    why: 'what is asked returns no such label',
    remedy: 'what is asked returns status',
  },
  'panel-unit-fits': {
    path: '40-dashboards/grafana/dashboard-application',
    at: "panel 'Requests by status' of the dashboard 'Application'",
    value: 'threshold 90',
    why: "the unit 'percentunit' shows 1 as 100 %",
    remedy: "write 0.9, or use the unit 'percent'",
  },
  'variable-valid': {
    path: '40-dashboards/grafana/dashboard-application',
    at: "panel 'Now' of the dashboard 'Application'",
    value: 'repeat nodes',
    why: 'the dashboard has no variable of this name',
    remedy: 'its variables are namespace, app, pod, level',
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
  'privileged-needed': {
    path: '50-applications/flask-app/workload/deployment',
    at: 'Deployment flask-app',
    value: 'flask-app',
    why: 'only what looks at the nodes themselves may be in a namespace without Pod Security restricted',
    remedy: "give it a 'namespace' that is one of 'restricted' of NamespacesChart",
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
    why: 'no container of the pod declares this port',
    remedy: 'its ports are 3000',
  },
  'mount-exists': {
    path: '30-logs/loki/workload/deployment',
    at: 'volumes of monitoring/loki',
    value: 'ConfigMap loki-config',
    why: 'no such object is in the namespace monitoring',
    remedy: 'did you mean loki-confg?',
  },
  'permissions-exact': {
    path: '30-logs/alloy/workload/daemon-set',
    at: 'permissions of monitoring-node/alloy',
    value: 'list /pods in all namespaces',
    why: 'its configuration needs it, and no role grants it',
    remedy: 'grant it',
  },
  'host-port-free': {
    path: '20-metrics/node-exporter/workload/daemon-set',
    at: 'DaemonSet monitoring-node/node-exporter',
    value: 'port 9100 of the node',
    why: 'StatefulSet shop/db takes it too',
    remedy: 'give one of them another port',
  },
  'value-accepted': {
    path: '40-dashboards/grafana/workload/deployment',
    at: 'Deployment grafana, label team',
    value: '"the watch"',
    why: "it must be letters, digits, '-', '_' and '.', at most 63 characters, starting and ending with a letter or digit",
    remedy: 'correct it where it is given',
  },
  'file-readable': {
    path: '30-logs/loki/config',
    at: 'loki-config/loki.yaml',
    value: 'loki.yaml',
    why: 'YAMLException: unexpected end of the stream within a flow collection (1:8)',
    remedy: 'correct the patch of its ConfigMap',
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
    path: '40-dashboards/grafana/dashboard-monitoring-cost',
    at: 'dashboard Cost of monitoring',
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
  'template-valid': {
    path: '20-metrics/prometheus/rules',
    at: 'alert TargetDown, description, column 13',
    value: 'humanizePercent',
    why: "unknown function 'humanizePercent', did you mean 'humanizePercentage'?",
    excerpt: '{{ $value | humanizePercent }}\n            ^^^^^^^^^^^^^^^',
    remedy: 'write it as a Go template',
  },
  'template-label-exists': {
    path: '20-metrics/prometheus/rules',
    at: 'alert TargetDown, description',
    value: '$labels.pods',
    why: 'what the alert asks returns no such label',
    remedy: 'did you mean $labels.pod?',
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

test('a text says what to write in place of a label that is not there', () => {
  const remedies = (label: string) =>
    planted(main, (m) => tell(m, 'LogGoPanic', { description: `{{ $labels.${label} }}` }), OBJECT_CHECKS).map(
      ({ remedy }) => remedy,
    );
  expect(remedies('severity')).toEqual(["the alert gets it later: write 'warning' itself"]);
  expect(remedies('alertname')).toEqual(["the alert gets it later: write 'LogGoPanic' itself"]);
  expect(remedies('cluster')).toEqual(["the alert gets it later: write '$externalLabels.cluster'"]);
  expect(remedies('pods')).toEqual(['did you mean $labels.pod?']);
  expect(remedies('deployment')).toEqual(['it returns app, namespace, pod']);
  expect(remedies('namespace')).toEqual([]);
});

test('nothing is found of a label outside of what a template does', () => {
  const description = '$labels.node and {{/* $labels.node */}}{{ $externalLabels.node }} {{- $value }}';
  const plant = (m: Broken) => tell(m, 'LogGoPanic', { description });
  expect(said(planted(main, plant, OBJECT_CHECKS))).toEqual([]);
});

test('nothing is found of texts of an alert whose labels nobody knows', () => {
  const unknown = (m: Broken) => {
    ask(m, 'LogGoPanic', '{app="a"}');
    tell(m, 'LogGoPanic', { description: '{{ $labels.anything }}' });
  };
  expect(said(planted(main, unknown, OBJECT_CHECKS))).toEqual([]);
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
  expect(everywhere(found)[0]).toEqual({ check, ...EXAMPLES[check] });
});

test('whoever builds a contradiction gets all of it before anything is written', () => {
  const app = new App();
  const chart = new Chart(app, 'test');
  Wiring.of(app).addInstallation(installation);
  const orphan = {
    metadata: { name: 'orphan', namespace: 'default', labels: { 'app.kubernetes.io/part-of': installation.name } },
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
