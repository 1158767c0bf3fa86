import { rmSync } from 'node:fs';
import { parse } from 'yaml';
import { type KubeObject, nameOf, readObjects } from '../ops/lib/objects.ts';
import { profile } from './e2e/faults/profile.ts';
import { logAlerts, metricAlerts } from './e2e/faults/sooner.ts';
import { changed } from './e2e/lib/changed.ts';

const anyOf = (choice: { readonly override: object }) => `(${Object.keys(choice.override).join('|')})`;

/** Shows what applications promise. */
const PROMISES = 'ConfigMap monitoring/grafana-dashboard-slo';

/** The rules for which `prometheus-rules` has no room. */
const MORE_RULES = 'ConfigMap monitoring/prometheus-rules-2';

/** What may be otherwise than in the output of main.ts, and why. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  'notifications are sent soon':
    /^ConfigMap monitoring\/alertmanager-config: data alertmanager.yml route (group_wait|group_interval|routes 1 repeat_interval)$/,
  'they go to the receiver':
    /^ConfigMap monitoring\/alertmanager-config: data alertmanager.yml receivers (warning|critical) webhook_configs 0 (url|send_resolved)$/,
  'Alertmanager may reach it, and ask for its address: it connects to nothing else':
    /^NetworkPolicy monitoring\/alertmanager: spec egress [01] /,
  'Alertmanager is started again with it':
    /^Deployment monitoring\/alertmanager: spec template metadata annotations checksum\/alertmanager-config$/,
  'alerts over metrics come soon': RegExp(
    `^ConfigMap monitoring/prometheus-rules: data [a-z-]+.yml groups \\S+ rules ${anyOf(metricAlerts)} for$`,
  ),
  'what counts lines of logs ends soon':
    /^ConfigMap monitoring\/prometheus-rules: data log-behaviour.yml groups log-behaviour rules LogErrorBurst expr$/,
  'alerts over logs come and end soon': RegExp(
    `^ConfigMap monitoring/loki-rules: data log-[a-z]+.yml groups \\S+ rules ${anyOf(logAlerts)} (for|expr)$`,
  ),
  'all of them are evaluated more often':
    /^ConfigMap monitoring\/loki-rules: data log-[a-z]+.yml groups log-[a-z]+ interval$/,
  'flask-app promises nothing meanwhile': RegExp(
    `^${MORE_RULES}: (apiVersion|kind|prometheus-rules-2 .*|data added-2.rules.yml groups slo(/flask-app/flask-app)? .*)$`,
  ),
  'so there are no more rules to mount':
    /^Deployment monitoring\/prometheus: spec template spec volumes etc-prometheus-rules (projected|prometheus-rules) /,
  'so there is no dashboard of promises': RegExp(
    `^(${PROMISES}: |Deployment monitoring/grafana: spec template spec volumes \\S+ projected sources \\d+ grafana-dashboard-slo )`,
  ),
};

let dist: readonly KubeObject[];
let faults: readonly KubeObject[];

beforeAll(() => {
  dist = read(changed());
  faults = read(profile());
}, 120_000);

describe('what the tests of faults install', () => {
  test('is what main.ts builds, but for rules and the dashboard of promises, and a receiver', () => {
    const names = dist.map(nameOf);
    expect(names.filter((name) => !faults.map(nameOf).includes(name))).toEqual([MORE_RULES, PROMISES]);
    expect(faults.map(nameOf).filter((name) => !names.includes(name))).toEqual([
      'Namespace e2e-receiver',
      'NetworkPolicy e2e-receiver/deny-all',
      'ServiceAccount e2e-receiver/receiver',
      'Service e2e-receiver/receiver',
      'NetworkPolicy e2e-receiver/receiver',
      'Deployment e2e-receiver/receiver',
    ]);
  });

  test('differs in when alerts are told and to whom, and in nothing else', () => {
    const found = dist.flatMap((object) => differences(object, faults));
    expect(found.filter((one) => !Object.values(ALLOWED).some((allowed) => allowed.test(one)))).toEqual([]);
    const unused = Object.entries(ALLOWED).filter(([, allowed]) => !found.some((one) => allowed.test(one)));
    expect(unused.map(([why]) => why)).toEqual([]);
  });

  test.each(['loki-rules', 'prometheus-rules'])('asks the same in %s, over less time', (name) => {
    const exprs = (objects: readonly KubeObject[]) =>
      objects
        .filter((object) => nameOf(object) === `ConfigMap monitoring/${name}`)
        .flatMap((object) => leaves(object).filter(([path]) => path.endsWith(' expr')));
    const longer = (objects: readonly KubeObject[]) =>
      exprs(objects).map(([, expr]) => String(expr).replaceAll(/\b3m\b/g, '10m'));
    expect(exprs(dist).length).toBeGreaterThan(0);
    expect(longer(faults)).toEqual(longer(dist));
  });
});

function read(folder: string): KubeObject[] {
  try {
    return readObjects(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where an object is another one among others: the paths of its values. */
function differences(object: KubeObject, others: readonly KubeObject[]): string[] {
  const other = others.find((one) => nameOf(one) === nameOf(object));
  const before = new Map(leaves(object));
  const after = new Map(leaves(other));
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.filter((path) => before.get(path) !== after.get(path)).map((path) => `${nameOf(object)}: ${path}`);
}

/** Each value of an object with its path. Files in it are read too. */
function leaves(value: unknown, path: readonly string[] = []): [path: string, value: unknown][] {
  if (typeof value === 'string' && /\.ya?ml$/.test(path.at(-1) ?? '')) return leaves(parse(value), path);
  if (typeof value !== 'object' || value === null) return [[path.join(' '), value]];
  return Object.entries(value).flatMap(([key, one]) => leaves(one, [...path, nameIn(one) ?? key]));
}

/** Rules, groups and receivers are known by their names rather than by their places. */
function nameIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { alert, record, name } = value as { alert?: string; record?: string; name?: unknown };
  return alert ?? record ?? (typeof name === 'string' ? name : undefined);
}
