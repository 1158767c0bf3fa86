import { knownSeries, resultLabels } from '../../constructs/checks/known-series.ts';
import { ruleQueries } from '../../constructs/kit/rules/rule-group.ts';
import { seconds } from '../../constructs/kit/units.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { parseLogql } from '../../constructs/query/logql.ts';
import { parsePromql } from '../../constructs/query/promql.ts';
import type { LabelSet } from '../../constructs/query/promql-facts.ts';
import type { QueryRecord } from '../../constructs/query/query.ts';
import { inhibitions, logRules, metricRules, rulesOnDemand } from '../../constructs/stack/content.ts';
import { slo, sloGroups } from '../components/application/slo.cases.ts';
import { alertCases } from '../lib/alerts/index.ts';
import { mainModel } from '../lib/checks.ts';
import { poisonedModel } from '../lib/installation.ts';

/** Alerts that explain others can do so: both are there, and have in common what tells one place from another. */

const model = poisonedModel();
const queries = [...model.queries, ...ruleQueries('slo', 'promql', sloGroups)];
const series = knownSeries(model.jobs, queries);

/** The labels that an alert fires with. */
function firesWith({ language, expr }: QueryRecord): LabelSet {
  if (language === 'promql') {
    const parsed = parsePromql(expr, { variables: false }).expr;
    return parsed ? resultLabels(series, parsed) : 'unknown';
  }
  // All count by some labels, and the first ones are those that are left.
  const by = parseLogql(expr, { variables: false }).query?.labels.find(({ kind }) => kind === 'by');
  return new Set(by?.labels.map(({ name }) => name));
}

const alerts = new Map(
  queries.flatMap((query): [string, LabelSet][] => {
    const [, name] = query.kind === 'alert' ? (/^alert '(.+)'$/.exec(query.asker) ?? []) : [];
    return name === undefined ? [] : [[name, firesWith(query)]];
  }),
);
const pairs = inhibitions.flatMap(({ cause, where = {}, effects, effectsWhere = {}, equal }) =>
  effects.map((effect) => ({ cause, where, effect, effectsWhere, equal })),
);

test('the labels of alerts are read right', () => {
  const some = [
    'LokiDown',
    'NodeNotReady',
    'ContainerCannotStart',
    'ApplicationErrorBudgetBurn',
    'LogGoPanic',
    'PodNotReady',
  ];
  expect(some.map((name) => [...(alerts.get(name) ?? [])])).toEqual([
    ['namespace', 'job'],
    ['node'],
    ['namespace', 'pod', 'container', 'deployment', 'statefulset'],
    ['namespace', 'app', 'slo'],
    ['namespace', 'app', 'pod'],
    ['namespace', 'pod', 'deployment', 'statefulset'],
  ]);
});

test('every cause and every effect is an alert', () => {
  const names = pairs.flatMap(({ cause, effect }) => [cause, effect]);
  expect(names.length).toBeGreaterThanOrEqual(50);
  expect(names.filter((name) => !alerts.has(name))).toEqual([]);
});

test.each(pairs)('$cause and $effect both have the labels by which one explains the other', (pair) => {
  const { cause, where, effect, effectsWhere, equal } = pair;
  // A label that neither has is equal, so a cause without it would silence every place.
  const missing = (name: string, labels: readonly string[]) => labels.filter((label) => !has(alerts.get(name), label));
  expect({
    cause: missing(cause, [...equal, ...Object.keys(where)]),
    effect: missing(effect, [...equal, ...Object.keys(effectsWhere)]),
  }).toEqual({ cause: [], effect: [] });
});

function has(labels: LabelSet = 'unknown', label: string): boolean {
  return labels !== 'unknown' && labels.has(label);
}

/** What fires in the cases of all topics, by its alert. */
const fired = [...alertCases, ...(slo.alerts ?? [])].flatMap(({ alert, when, fires }) =>
  fires.map(({ labels }) => ({ alert, when, labels })),
);

/** A series that is not there has the labels by which it is asked for: of what is ours, its namespace, in `dist` only. */
const ABSENT = ['LokiDown', 'GrafanaDown'];

test.each(pairs)('$cause has the labels by which it explains $effect whenever it fires', ({ cause, where, equal }) => {
  const all = fired.filter(({ alert }) => alert === cause);
  expect(all.length).toBeGreaterThan(0);
  const needed = [...equal, ...Object.keys(where)];
  const lacking = all.filter(({ labels }) => needed.some((label) => !labels[label])).map(({ when }) => when);
  expect(lacking).toEqual(ABSENT.includes(cause) && needed.length > 0 ? ['its pod is gone'] : []);
});

test('what is absent has the namespace by which it explains others', async () => {
  const { files } = await mainModel();
  const absent = files
    .filter(({ key }) => key === 'loki.yml' || key === 'grafana.yml')
    .map(({ content }) => /absent\(up\{[^}]*\}/.exec(toYaml(content))?.[0]);
  expect(absent).toHaveLength(ABSENT.length);
  expect(absent.filter((asked = '') => !/namespace="[\w-]+"/.test(asked))).toEqual([]);
});

/** Minutes that the expression of an effect keeps it silent for, besides its `for`. */
const LATER: Readonly<Record<string, { readonly minutes: number; readonly why: string }>> = {
  AlloyLinesDropped: { minutes: 8, why: 'Alloy tries again for eight minutes before it gives lines up' },
  ...Object.fromEntries(
    ['LogPythonTraceback', 'LogOutOfMemory', 'LogErrorBurst', 'LogLokiErrors', 'LogProbesFailing'].map((name) => [
      name,
      { minutes: 15, why: 'it looks at what was logged within ten minutes, of which most comes before the cause' },
    ]),
  ),
  LogSilence: { minutes: 15, why: 'nothing was logged for fifteen minutes' },
  ApplicationErrorBudgetBurn: { minutes: 5, why: 'nothing is counted of an application that answers nobody' },
};

const holds = new Map(
  [...metricRules, ...logRules, ...rulesOnDemand]
    .flatMap(({ alerts: some = [] }) => some)
    .map((alert) => [alert.name, seconds(alert.for) / 60]),
);

test.each(pairs)('$cause fires no later than $effect, or people get both', ({ cause, effect }) => {
  const told = (holds.get(effect) ?? 0) + (LATER[effect]?.minutes ?? 0);
  expect(holds.get(cause)).toBeLessThanOrEqual(told);
});

/** What is about one pod, claim or node mutes nothing elsewhere. */
test.each(pairs)('$cause mutes $effect of no other place', ({ cause, effect, equal }) => {
  const places = ['pod', 'persistentvolumeclaim', 'node', 'instance', 'container', 'device'];
  // Who is refused is named, for each scrape that was; and there is one Loki for all.
  if (cause === 'TargetRefused' || cause === 'LokiDiskFull') return;
  const ofCause = places.filter((label) => has(alerts.get(cause), label));
  expect({ cause, effect, isNarrow: ofCause.length === 0 || equal.length > 0 }).toEqual({
    cause,
    effect,
    isNarrow: true,
  });
  if (equal.length === 1 && equal[0] === 'namespace') expect(OF_ONE).toContain(cause);
});

/** Causes of which a namespace has one only. */
const OF_ONE = ['VolumeFull', 'VolumeFilling', 'LokiDiskFull', 'LokiDown', 'GrafanaDown'];

const IN_SHOPS = { namespace: 'shops' };

test.each<[why: string, cause: Fired, effect: Fired, isExplained: boolean]>([
  [
    'a stuck rollout explains pods of its Deployment that are not ready',
    { alertname: 'DeploymentRolloutStuck', ...IN_SHOPS, deployment: 'shop' },
    { alertname: 'PodNotReady', ...IN_SHOPS, deployment: 'shop', pod: 'shop-2-a' },
    true,
  ],
  [
    'and none of a Deployment beside it',
    { alertname: 'DeploymentRolloutStuck', ...IN_SHOPS, deployment: 'shop' },
    { alertname: 'PodNotReady', ...IN_SHOPS, deployment: 'stall', pod: 'stall-1-a' },
    false,
  ],
  [
    'nor one that belongs to no Deployment',
    { alertname: 'DeploymentRolloutStuck', ...IN_SHOPS, deployment: 'shop' },
    { alertname: 'PodNotReady', ...IN_SHOPS, pod: 'queue-0' },
    false,
  ],
  [
    'a Deployment without a pod that is available explains its pods',
    { alertname: 'DeploymentUnavailable', ...IN_SHOPS, deployment: 'shop' },
    { alertname: 'PodNotReady', ...IN_SHOPS, deployment: 'shop', pod: 'shop-2-a' },
    true,
  ],
  [
    'an application that is gone explains its targets',
    { alertname: 'ApplicationDown', ...IN_SHOPS, app: 'shop' },
    { alertname: 'TargetDown', ...IN_SHOPS, app: 'shop', job: 'shop', instance: '10.0.0.7:8080' },
    true,
  ],
  [
    'and none of another application of its namespace',
    { alertname: 'ApplicationDown', ...IN_SHOPS, app: 'shop' },
    { alertname: 'TargetDown', ...IN_SHOPS, app: 'stall', job: 'stall', instance: '10.0.0.8:8080' },
    false,
  ],
  [
    'and what is left of its promise',
    { alertname: 'ApplicationDown', ...IN_SHOPS, app: 'shop' },
    { alertname: 'ApplicationErrorBudgetSpent', ...IN_SHOPS, app: 'shop', slo: 'errors' },
    true,
  ],
  [
    'and the errors that it logs as it goes',
    { alertname: 'ApplicationDown', ...IN_SHOPS, app: 'shop' },
    { alertname: 'LogErrorBurst', ...IN_SHOPS, app: 'shop' },
    true,
  ],
  [
    'and its last tracebacks',
    { alertname: 'ApplicationDown', ...IN_SHOPS, app: 'shop' },
    { alertname: 'LogPythonTraceback', ...IN_SHOPS, app: 'shop' },
    true,
  ],
  [
    'but not those of another application',
    { alertname: 'ApplicationDown', ...IN_SHOPS, app: 'shop' },
    { alertname: 'LogPythonTraceback', ...IN_SHOPS, app: 'stall' },
    false,
  ],
  [
    'a StatefulSet without a pod that is available explains its pods',
    { alertname: 'StatefulSetUnavailable', ...IN_SHOPS, statefulset: 'books' },
    { alertname: 'PodNotReady', ...IN_SHOPS, statefulset: 'books', pod: 'books-0' },
    true,
  ],
  [
    'and none of a Deployment',
    { alertname: 'StatefulSetUnavailable', ...IN_SHOPS, statefulset: 'books' },
    { alertname: 'PodNotReady', ...IN_SHOPS, deployment: 'books', pod: 'books-1-a' },
    false,
  ],
  [
    'a broken promise about errors explains errors',
    { alertname: 'ApplicationErrorBudgetBurn', ...IN_SHOPS, app: 'shop', slo: 'availability' },
    { alertname: 'ApplicationErrors', ...IN_SHOPS, app: 'shop' },
    true,
  ],
  [
    'one about time does not',
    { alertname: 'ApplicationErrorBudgetBurn', ...IN_SHOPS, app: 'shop', slo: 'latency' },
    { alertname: 'ApplicationErrors', ...IN_SHOPS, app: 'shop' },
    false,
  ],
  [
    'but it explains slowness',
    { alertname: 'ApplicationErrorBudgetBurn', ...IN_SHOPS, app: 'shop', slo: 'latency' },
    { alertname: 'ApplicationSlow', ...IN_SHOPS, app: 'shop' },
    true,
  ],
  [
    'a node under pressure explains the pods that it threw out',
    { alertname: 'NodeUnderPressure', node: 'n1', condition: 'DiskPressure' },
    { alertname: 'PodsEvicted', ...IN_SHOPS, node: 'n1' },
    true,
  ],
  [
    'and none of another node',
    { alertname: 'NodeUnderPressure', node: 'n1', condition: 'DiskPressure' },
    { alertname: 'PodsEvicted', ...IN_SHOPS, node: 'n2' },
    false,
  ],
  [
    'a node short of memory explains that its memory is nearly full',
    { alertname: 'NodeUnderPressure', node: 'n1', instance: 'n1', condition: 'MemoryPressure' },
    { alertname: 'NodeMemoryNearlyFull', instance: 'n1' },
    true,
  ],
  [
    'and not that its disk fills',
    { alertname: 'NodeUnderPressure', node: 'n1', instance: 'n1', condition: 'MemoryPressure' },
    { alertname: 'NodeDiskFilling', instance: 'n1', device: '/dev/sda1' },
    false,
  ],
  [
    'nor what wakes somebody',
    { alertname: 'NodeUnderPressure', node: 'n1', instance: 'n1', condition: 'DiskPressure' },
    { alertname: 'NodeDiskFull', instance: 'n1', device: '/dev/sda1' },
    false,
  ],
  [
    'a Deployment without a pod that is available explains that an image is missing',
    { alertname: 'DeploymentUnavailable', ...IN_SHOPS, deployment: 'shop' },
    { alertname: 'ContainerImagePullFailing', ...IN_SHOPS, deployment: 'shop', pod: 'shop-2-a', container: 'shop' },
    true,
  ],
  [
    'and not that one of a bare pod is',
    { alertname: 'DeploymentUnavailable', ...IN_SHOPS, deployment: 'shop' },
    { alertname: 'ContainerImagePullFailing', ...IN_SHOPS, pod: 'alone', container: 'shop' },
    false,
  ],
  [
    'a StatefulSet without a pod that is available explains that its pod finds no node',
    { alertname: 'StatefulSetUnavailable', ...IN_SHOPS, statefulset: 'books' },
    { alertname: 'PodUnschedulable', ...IN_SHOPS, statefulset: 'books', pod: 'books-0' },
    true,
  ],
  [
    'a crash loop explains the restarts of its container',
    { alertname: 'PodCrashLooping', ...IN_SHOPS, pod: 'shop-a', container: 'shop' },
    { alertname: 'ContainerRestarting', ...IN_SHOPS, pod: 'shop-a', container: 'shop' },
    true,
  ],
  [
    'and not those of its neighbor',
    { alertname: 'PodCrashLooping', ...IN_SHOPS, pod: 'shop-a', container: 'shop' },
    { alertname: 'ContainerRestarting', ...IN_SHOPS, pod: 'shop-a', container: 'sidecar' },
    false,
  ],
  [
    'what Prometheus says of its memory explains what is said of its container',
    { alertname: 'PrometheusMemoryNearLimit', namespace: 'monitoring', pod: 'prometheus-a' },
    { alertname: 'ContainerNearMemoryLimit', namespace: 'monitoring', pod: 'prometheus-a', container: 'prometheus' },
    true,
  ],
  [
    'the full volume of Prometheus explains that it cannot write',
    { alertname: 'VolumeFull', namespace: 'monitoring', persistentvolumeclaim: 'prometheus' },
    { alertname: 'PrometheusWalWritesFailing', namespace: 'monitoring', pod: 'prometheus-a' },
    true,
  ],
  [
    'and that of Grafana does not',
    { alertname: 'VolumeFull', namespace: 'monitoring', persistentvolumeclaim: 'grafana' },
    { alertname: 'PrometheusWalWritesFailing', namespace: 'monitoring', pod: 'prometheus-a' },
    false,
  ],
  [
    'the volume of Loki that fills explains that Loki says so',
    { alertname: 'VolumeFilling', namespace: 'monitoring', persistentvolumeclaim: 'loki' },
    { alertname: 'LokiDiskFilling', namespace: 'monitoring', pod: 'loki-a' },
    true,
  ],
  [
    'Loki that is down explains that its pod crashes',
    { alertname: 'LokiDown', job: 'loki', namespace: 'monitoring' },
    { alertname: 'PodCrashLooping', namespace: 'monitoring', deployment: 'loki', pod: 'loki-a', container: 'loki' },
    true,
  ],
  [
    'and not that of somebody else',
    { alertname: 'LokiDown', job: 'loki', namespace: 'monitoring' },
    { alertname: 'PodCrashLooping', ...IN_SHOPS, deployment: 'loki', pod: 'loki-b', container: 'loki' },
    false,
  ],
  [
    'API servers that are gone explain that no kubelet can be asked',
    { alertname: 'ApiServerDown', job: 'apiserver' },
    { alertname: 'KubeletsDown', job: 'kubelet' },
    true,
  ],
  [
    'and kubelets that are gone, that nobody tells of containers',
    { alertname: 'KubeletsDown', job: 'kubelet' },
    { alertname: 'TargetDown', job: 'cadvisor', instance: 'n1', node: 'n1' },
    true,
  ],
  [
    'but not that a node-exporter is away',
    { alertname: 'KubeletsDown', job: 'kubelet' },
    { alertname: 'TargetDown', job: 'node-exporter', instance: 'n1', node: 'n1' },
    false,
  ],
  [
    'lines that Loki refuses explain lines that Alloy gives up',
    { alertname: 'LokiLinesDiscarded', namespace: 'monitoring', reason: 'greater_than_max_sample_age' },
    { alertname: 'AlloyLinesDropped', namespace: 'monitoring-node', pod: 'alloy-a', reason: 'ingester_error' },
    true,
  ],
])('%s', (_, cause, effect, isExplained) => {
  const found = inhibitions.some(
    (one) =>
      one.cause === cause.alertname &&
      Object.entries(one.where ?? {}).every(([label, value]) => cause[label] === value) &&
      one.effects.includes(effect.alertname) &&
      Object.entries(one.effectsWhere ?? {}).every(([label, value]) => effect[label] === value) &&
      one.equal.every((label) => (cause[label] ?? '') === (effect[label] ?? '')),
  );
  expect(found).toBe(isExplained);
});

/** Labels of an alert that fires. */
interface Fired {
  readonly alertname: string;
  readonly [label: string]: string;
}

test('each pair is given once for a set of labels', () => {
  const keys = pairs.map(({ cause, where, effect, effectsWhere, equal }) =>
    [cause, JSON.stringify(where), effect, JSON.stringify(effectsWhere), ...equal].join(' '),
  );
  expect(new Set(keys).size).toBe(keys.length);
});

test('no alert explains itself, nor those that explain it: nobody would be told of anything', () => {
  expect([...alerts.keys()].filter((name) => explainedBy(name).has(name))).toEqual([]);
});

/** Everything that an alert explains, step by step. */
function explainedBy(cause: string): Set<string> {
  const all = new Set<string>();
  const todo = [cause];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    for (const { effect } of pairs.filter((pair) => pair.cause === name)) {
      if (!all.has(effect)) todo.push(effect);
      all.add(effect);
    }
  }
  return all;
}
