import {
  hitsPeer,
  opensPort,
  type Peer,
  peersOf,
  policiesOf,
  rulesOf,
  selects,
  workloadsOf,
} from '../../constructs/checks/objects/network.ts';
import type { Stack } from '../../constructs/checks/stack.ts';
import type { Pods } from '../../constructs/index.ts';
import { type Destination, isPods } from '../../constructs/kit/endpoint.ts';
import { seconds } from '../../constructs/kit/units.ts';
import type { Connection } from '../../constructs/kit/wiring.ts';
import type { Subject } from './explanation.ts';

/** The connections of a stack. Those between the same ends are one subject. */
export function connectionSubjects(stack: Stack): Subject[] {
  const names = [...new Set(stack.connections.map(nameOf))];
  return names.map((name) => {
    const all = stack.connections.filter((connection) => nameOf(connection) === name);
    const aliases = all.flatMap(({ from, to }) =>
      [fullOf, shortOf].flatMap((fromOf) =>
        [fullOf, shortOf].map((toOf) => `${fromOf(from)} -> ${targetOf(to, toOf)}`),
      ),
    );
    return {
      kind: 'connection',
      name,
      aliases: [...new Set(aliases)],
      explain: () => ({
        'what for': all.map((one) => `${one.why}: ${one.to.url}, ${portsOf(one)}`),
        'allowed by': allowedBy(stack, all),
      }),
    };
  });
}

/** The workloads of a stack, with their connections. */
export function serviceSubjects(stack: Stack): Subject[] {
  return stack.pods.map((workload) => {
    const { namespace, name, labels, kind, replicas, pod } = workload;
    const isHere = (end: Destination) => isPods(end) && workloadsOf(stack, end).includes(workload);
    const policies = (['Ingress', 'Egress'] as const).flatMap((direction) =>
      policiesOf(stack, workload, direction).map(
        ({ manifest: { metadata } }) => `${direction.toLowerCase()}: NetworkPolicy ${namespace}/${metadata.name}`,
      ),
    );
    return {
      kind: 'service',
      name: `${namespace}/${name}`,
      aliases: [name],
      explain: () => ({
        pods: [
          `${kind} ${namespace}/${name}${kind === 'DaemonSet' ? ', one on each node' : `, replicas: ${replicas}`}`,
        ],
        containers: pod.containers.map((container) => {
          const ports = (container.ports ?? []).map((port) => port.containerPort);
          return `${container.name}: ${container.image}${ports.length > 0 ? `, listens on ${ports.join(', ')}` : ''}`;
        }),
        ports: stack.services
          .filter(({ manifest: { metadata, spec } }) => metadata.namespace === namespace && hits(spec.selector, labels))
          .flatMap(({ manifest: { metadata, spec } }) =>
            (spec.ports ?? []).map(
              ({ port, targetPort }) => `Service ${namespace}/${metadata.name}: ${port} -> ${targetPort ?? port}`,
            ),
          ),
        'is reached by': stack.connections
          .filter(({ to }) => isHere(to.to))
          .map((one) => `${fullOf(one.from)}, ${portsOf(one)}: ${one.why}`),
        'connects to': stack.connections
          .filter(({ from }) => isHere(from))
          .map((one) => `${targetOf(one.to, fullOf)}, ${portsOf(one)}: ${one.why}`),
        'under the policies': policies,
        'scraped by the jobs': stack.jobs
          .filter(({ endpoint }) => isHere(endpoint.to))
          .map(({ job, scrapeInterval, exposes = {} }) => {
            return `${job}, every ${seconds(scrapeInterval)} seconds; its metrics: ${Object.keys(exposes).length}`;
          }),
      }),
    };
  });
}

function hits(selector: Readonly<Record<string, string>> = {}, labels: Readonly<Record<string, string>>): boolean {
  return selects({ matchLabels: selector }, labels);
}

/** The policy rules that allow connections, at both ends. */
export function allowedBy(stack: Stack, connections: readonly Connection[]): string[] {
  const lines = connections.flatMap(({ from, to }) => {
    const find = (pods: Pods, direction: 'Ingress' | 'Egress', others: readonly Peer[]) => {
      if (pods.hostNetwork) return [`${fullOf(pods)} is in the network of its node: no policy is about it`];
      return workloadsOf(stack, pods).flatMap((pod) =>
        policiesOf(stack, pod, direction)
          .filter(({ manifest: { spec } }) =>
            rulesOf(spec, direction).some(
              ({ peers, ports }) =>
                (!peers || others.some((end) => peers.some((peer) => hitsPeer(peer, pod.namespace, end)))) &&
                (!ports ||
                  ports.some((open) =>
                    to.ports.some((port) => opensPort(open, port, isPods(to.to) ? workloadsOf(stack, to.to) : [])),
                  )),
            ),
          )
          .map(
            ({ manifest: { metadata } }) =>
              `${direction.toLowerCase()} of NetworkPolicy ${pod.namespace}/${metadata.name}, ${portsOf({ to })}`,
          ),
      );
    };
    return [
      ...find(from, 'Egress', peersOf(stack, to.to)),
      ...(isPods(to.to) ? find(to.to, 'Ingress', peersOf(stack, from)) : []),
    ];
  });
  return [...new Set(lines)];
}

function nameOf({ from, to }: Connection): string {
  return `${fullOf(from)} -> ${targetOf(to, fullOf)}`;
}

function fullOf({ namespace, label }: Pods): string {
  return `${namespace}/${label?.[1] ?? '*'}`;
}

function shortOf({ namespace, label }: Pods): string {
  return label?.[1] ?? namespace;
}

/** Pods by name; the API server, nodes and external endpoints by protocol. */
function targetOf({ to, protocol, url }: Connection['to'], nameOfPods: (pods: Pods) => string): string {
  if (isPods(to)) return nameOfPods(to);
  return to === 'anywhere' ? protocol : new URL(url).hostname;
}

function portsOf({ to }: Pick<Connection, 'to'>): string {
  return `port ${[...new Set(to.ports.map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`))].join(', ')}`;
}
