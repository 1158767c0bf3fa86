import { BlockList, isIPv6 } from 'node:net';
import { isUrl } from './is-url.ts';
import { INSTANCE_LABEL } from './labels.ts';
import { kind, list, optional, type Read, shape } from './read.ts';
import { shownUrl, urlProblem } from './urls.ts';
import { isDnsLabel, isLabelKey, isLabelValue, unless } from './validators.ts';
import { isPlain, shown } from './values.ts';

/** A set of pods, as network policies select it: by one label within one namespace. */
export interface Pods {
  /** Its name. */
  readonly namespace: string;
  /** Label key and value that all of these pods carry, and no others there. @default - all pods of the namespace. */
  readonly label?: readonly [key: string, value: string];
  /** Policies do not apply to pods in the host network. @default false */
  readonly hostNetwork?: boolean;
}

/** Addresses outside the cluster. */
export interface Cidrs {
  /** CIDRs such as `10.0.0.0/8`. */
  readonly cidrs: readonly string[];
  /** CIDRs within them that stay denied. @default - none. */
  readonly except?: readonly string[];
}

/** Nodes and the API server: no selector and no CIDR matches them on every network plugin, so only the port is restricted. */
export const ANYWHERE = 'anywhere';

/** The destination of a connection. */
export type Destination = Pods | Cidrs | typeof ANYWHERE;

/** One port of a connection: the container's, as policies apply behind the Service. */
export interface TransportPort {
  /** From 1 to 65535. */
  readonly port: number;
  /** The transport protocol. @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** A destination of connections: pods or addresses, ports, URL and application protocol. */
export interface Endpoint<Protocol extends string = string> {
  /** The application protocol: a Loki can't be passed where an Alertmanager is expected. */
  readonly protocol: Protocol;
  /** Pods, CIDRs outside the cluster, or `anywhere`: then only the ports are restricted. */
  readonly to: Destination;
  /** Ports that clients connect to. */
  readonly ports: readonly TransportPort[];
  /** Address for config files, such as `http://loki.monitoring.svc:3100`. */
  readonly url: string;
  /** Ports of their own for some purposes, such as `push`, where a guard tells callers apart. @default - none. */
  readonly doors?: Readonly<Record<string, Pick<Endpoint, 'ports' | 'url'>>>;
}

/** The pods of one of our workloads. */
export function podsOf(namespace: string, instance: string, hostNetwork = false): Pods {
  return { namespace, label: [INSTANCE_LABEL, instance], hostNetwork };
}

/**
 * Something outside the installation that speaks `protocol`.
 *
 * @param protocol the application protocol, such as `https`.
 * @param url its address with the port, unless the scheme has one: `https` 443, `postgres` 5432, `redis` 6379 …
 * @param at what network policies allow, which can't match names: CIDRs, or pods of somebody else; then the port is that of the pods.
 */
export function external<Protocol extends string>(
  protocol: Protocol,
  url: string,
  at: Cidrs | Pods,
): Endpoint<Protocol> {
  // The client's validator reports an invalid address.
  if (!hasHost(url)) return { protocol, to: at, ports: [], url };
  const { port, protocol: scheme } = new URL(url);
  const known = Number(port) || PORTS[scheme.replace(':', '')];
  return { protocol, to: at, ports: known ? [{ port: known }] : [], url };
}

/**
 * An endpoint, as some callers need it.
 *
 * @param purpose such as `push`: the port of its own that a guard has for it, or that of all others.
 */
export function door<Protocol extends string>(
  { doors = {}, ...endpoint }: Endpoint<Protocol>,
  purpose: string,
): Endpoint<Protocol> {
  return { ...endpoint, ...doors[purpose] };
}

/** Whether it is an address with a scheme and a host: `db.example.com:5432` alone would be a scheme. */
function hasHost(url: string): boolean {
  return isUrl(url) && new URL(url).hostname !== '';
}

/**
 * Ports of schemes.
 *
 * @see https://www.iana.org/assignments/service-names-port-numbers
 */
const PORTS: Readonly<Record<string, number>> = {
  ...{ http: 80, https: 443, ws: 80, wss: 443, ftp: 21, ldap: 389, ldaps: 636, smtp: 25, smtps: 465 },
  ...{ postgres: 5432, postgresql: 5432, mysql: 3306, mariadb: 3306, sqlserver: 1433, mongodb: 27_017 },
  ...{ redis: 6379, rediss: 6379, memcached: 11_211, cassandra: 9042, clickhouse: 9000, elasticsearch: 9200 },
  ...{ amqp: 5672, amqps: 5671, kafka: 9092, nats: 4222, mqtt: 1883, mqtts: 8883 },
};

/** Whether a destination is pods, not CIDRs. */
export function isPods(to: Destination): to is Pods {
  return to !== ANYWHERE && 'namespace' in to;
}

/** Whether a value is a CIDR, such as `10.0.0.0/8`. @internal */
export function isCidr(range: unknown): boolean {
  const [address = '', bits = '', ...rest] = String(range).split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  if (address.includes(':')) return isUrl(`http://[${address}]`) && Number(bits) <= 128;
  return /^\d+(\.\d+){3}$/.test(address) && isUrl(`http://${address}`) && Number(bits) <= 32;
}

/** Link-local addresses: those of metadata services, which hand out the credentials of a node. */
const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'];

/** Whether a CIDR is within the link-local addresses. @internal */
export function isLinkLocal(cidr: string): boolean {
  return LINK_LOCAL.some((range) => contains(range, cidr));
}

/** The link-local addresses within a larger CIDR: no policy opens them on the way. @internal */
export function linkLocalIn(cidr: string): string[] {
  return LINK_LOCAL.filter((range) => range !== cidr && contains(cidr, range));
}

/** Whether a CIDR contains another one. @internal */
export function contains(block: string, cidr: string): boolean {
  const [address = '', bits = ''] = cidr.split('/');
  const [blockAddress = '', blockBits = ''] = block.split('/');
  const families = [address, blockAddress].map((one): 'ipv4' | 'ipv6' => (isIPv6(one) ? 'ipv6' : 'ipv4'));
  const [family = 'ipv4', blockFamily] = families;
  if (family !== blockFamily || Number(blockBits) > Number(bits)) return false;
  const list = new BlockList();
  list.addSubnet(blockAddress, Number(blockBits), family);
  return list.check(address, family);
}

/** Reads an endpoint of one protocol. @internal */
export function endpoint<Protocol extends string>(
  protocol: Protocol,
  example = `${protocol}.api`,
): Read<Endpoint<Protocol>> {
  const standIn = { protocol, to: ANYWHERE, ports: [{ port: 443 }], url: 'https://stand-in.invalid' } as const;
  return kind(
    (value) => isEndpoint(value) && value.protocol === protocol,
    `an endpoint that speaks ${protocol}; for example ${example}`,
    standIn,
  );
}

/** Reads endpoints of any protocol. @internal */
export const ENDPOINTS: Read<readonly Endpoint[]> = list(
  kind(
    isEndpoint,
    'an endpoint; for example external("https", "https://api.example.com", { cidrs: ["192.0.2.10/32"] })',
    {
      protocol: 'https',
      to: ANYWHERE,
      ports: [{ port: 443 }],
      url: 'https://stand-in.invalid',
    },
  ),
);

/** Whether it is an endpoint of any protocol. @internal */
export function isEndpoint(value: unknown): value is Endpoint {
  return isPlain(value) && Array.isArray(value.ports) && (isPlain(value.to) || value.to === ANYWHERE);
}

/** Reads pods that may connect. @internal */
export const PODS: Read<readonly Pods[]> = list(
  shape<Pods>(
    {
      label: optional(
        kind((value) => Array.isArray(value) && value.length === 2, 'a key and a value; for example ["app", "shop"]', [
          'app',
          'shop',
        ] as const),
      ),
    },
    { namespace: 'ingress-nginx', label: ['app.kubernetes.io/name', 'ingress-nginx'] },
  ),
);

/** The problems of the destinations of some pods. */
export function endpointProblems(endpoints: readonly Endpoint[]): string[] {
  return endpoints.flatMap(({ protocol, url, to, ports }) => {
    const cidrs = to !== ANYWHERE && !isPods(to) ? to : undefined;
    const ranges = cidrs ? [...(cidrs.cidrs ?? []), ...(cidrs.except ?? [])] : [];
    const pods = to !== ANYWHERE && isPods(to) ? podsProblems([to]) : [];
    // Names of our own workloads are reported where they are given, and addresses follow from them.
    const problem = pods.length > 0 ? undefined : hasHost(url) ? urlProblem(url) : 'be an address with a scheme';
    const isOurs = to !== ANYWHERE && isPods(to) && to.label?.[0] === INSTANCE_LABEL;
    return [
      ...unless(
        problem === undefined,
        `'url' of ${protocol} (${shownUrl(url)}) must ${problem}; for example "https://api.example.com:8443"`,
      ),
      ...(isOurs ? [] : pods),
      ...unless(
        !hasHost(url) || ports.length > 0,
        `'url' of ${protocol} (${shownUrl(url)}) must have a port, because the scheme has none of its own; for example "tcp://db.example.com:4000"`,
      ),
      ...ports.flatMap(({ protocol: transport }) =>
        unless(
          transport === undefined || transport === 'TCP' || transport === 'UDP',
          `'ports' of ${shownUrl(url)} (${shown(transport)}) must have the protocol 'TCP' or 'UDP'; leave it out for 'TCP'`,
        ),
      ),
      ...unless(
        cidrs === undefined || (cidrs.cidrs?.length > 0 && ranges.every(isCidr)),
        `'cidrs' of ${url} (${ranges.join(', ')}) must be ranges of addresses, at least one; for example "10.0.0.0/8"`,
      ),
      ...outsideProblems(url, cidrs),
    ];
  });
}

/** What is excepted is a part of a range that is allowed, or nothing would be excepted. */
function outsideProblems(url: string, { cidrs = [], except = [] }: Partial<Cidrs> = {}): string[] {
  if (![...cidrs, ...except].every(isCidr)) return [];
  const outside = except.filter((range) => !cidrs.some((cidr) => cidr !== range && contains(cidr, range)));
  return unless(
    outside.length === 0,
    `'except' of ${url} (${outside.join(', ')}) must be smaller than a range of 'cidrs', and in it (${cidrs.join(', ')}); leave it out`,
  );
}

/** The problems of pods that are declared as clients. */
export function podsProblems(all: readonly Pods[]): string[] {
  return all.flatMap(({ namespace, label: [key, value] = ['any', ''] }) => [
    ...unless(
      isDnsLabel(namespace),
      `'namespace' of pods (${shown(namespace)}) must be a DNS-1123 label; for example "shop"`,
    ),
    ...unless(
      isLabelKey(key) && (value === '' || isLabelValue(value)),
      `'label' of pods (${shown(key)}, ${shown(value)}) must be a label; for example ['app', 'shop']`,
    ),
  ]);
}
