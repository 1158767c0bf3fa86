import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Draft } from '../../../constructs/checks/check.ts';
import type { Model } from '../../../constructs/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: manifests and configs, to be broken in any place
export type Any = any;
export type Broken = Draft<Model>;

export const object = ({ objects }: Broken, kind: string, name: string): Any => {
  const found = objects.find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} '${name}'`);
  return found.manifest;
};
export const spec = (m: Broken, kind: string, name: string): Any => object(m, kind, name).spec;
export const pod = (m: Broken, kind: string, name: string): Any => spec(m, kind, name).template.spec;
export const container = (m: Broken, kind: string, name: string): Any => pod(m, kind, name).containers[0];
export const content = ({ files }: Broken, key: string): Any => files.find((file) => file.key === key)?.content;
export const policies = ({ objects }: Broken, namespace: string): Any[] =>
  objects
    .filter(({ manifest: { kind, metadata } }) => kind === 'NetworkPolicy' && metadata.namespace === namespace)
    .map(({ manifest }) => manifest.spec);
/** An object of others, with pods. */
export const theirs = (apiVersion: string, kind: string, name: string, pod: object): Any => ({
  ...{ path: `60-own/${name}`, chart: '60-own', ours: false },
  manifest: { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec: { template: { spec: pod } } },
});
export const drop = (m: Broken, kind: string, name: string): void => {
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
export const alerts = (m: Broken): Any[] =>
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
export const sidecar = (cpu: string): Any => ({
  name: 'sidecar',
  restartPolicy: 'Always',
  resources: { requests: { cpu } },
});
export const nodes = (count: number, cpu: number, memory: number) => ({
  ...{ count, cpu: Cpu.millis(cpu), memory: Size.gibibytes(memory) },
});

/** By check: a change, and where what is found. No other check may find anything. */
export type Planted = Readonly<
  Record<string, readonly [change: string, plant: (m: Broken) => void, found: readonly string[]][]>
>;
