import { isUrl } from '../../kit/is-url.ts';
import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import type { Stack } from '../stack.ts';
import type { Text } from '../text-view.ts';
import { dashboardsOf } from './dashboards.ts';

/** Keys of addresses that browsers open, not pods. */
const FOR_PEOPLE = /^(annotations|external_url|title_link)$/;
const FOR_PEOPLE_AS_TEXT = /^--web\.external-url=/;
const URL_IN_TEXT = /https?:\/\/([^\s"'/<>?#:]+)(?::(\d+))?/g;
const LOOPBACK = /^(localhost|127\.0\.0\.1|0\.0\.0\.0)$/;

interface Address {
  readonly path: string;
  readonly at: string;
  readonly host: string;
  readonly port: string;
}

/** An address without a Service or endpoint behind it. */
export const addressResolves: Check = {
  id: 'address-resolves',
  title:
    'Every address in a config leads to a Service of the output and a port that it offers, or to a declared endpoint.',
  because: 'The program that reads it cannot connect, and retries for ever.',
  example: {
    change: "Alloy pushes to 'lokki'",
    plant: ({ files }) => {
      for (const file of files) {
        if (typeof file.content === 'string') file.content = file.content.replace('http://loki.', 'http://lokki.');
      }
    },
  },
  find: (stack) => {
    const declared = new Set(stack.connections.flatMap(({ to: { url } }) => hostOf(url)));
    const offered = new Map(
      stack.services.map(({ manifest: { metadata, spec } }) => [
        `${metadata.name}.${metadata.namespace}.svc`,
        // An ExternalName Service needs no ports.
        spec.type === 'ExternalName' ? undefined : (spec.ports ?? []).map(({ port }) => String(port)),
      ]),
    );
    const serviceOf = (name: string) =>
      // Behind a headless Service, pods have DNS names of their own.
      offered.has(name) ? name : [...offered.keys()].find((service) => name.endsWith(`.${service}`));
    return addressesIn(stack).flatMap(({ path, at, host, port }): Contradiction[] => {
      const name = host.replace(/\.svc\.cluster\.local$/, '.svc');
      const service = serviceOf(name);
      const ports = service === undefined ? [] : (offered.get(service) ?? [port]);
      if (LOOPBACK.test(host) || ports.includes(port) || (service === undefined && declared.has(host))) return [];
      const value = `${host}:${port}`;
      if (service !== undefined) {
        const why = 'the Service does not offer this port';
        return [{ path, at, value, why, remedy: `its ports are ${ports.join(', ')}` }];
      }
      const meant = nearestService(name, [...offered.keys()]);
      const remedy = meant ? `did you mean ${meant}?` : 'name a Service, or declare the endpoint as external';
      return [{ path, at, value, why: 'no Service of this output and no declared endpoint has this name', remedy }];
    });
  },
};

function addressesIn(stack: Stack): Address[] {
  const dashboards = new Set<unknown>(dashboardsOf(stack).map(({ content }) => content));
  const inFiles = stack.files
    .filter(({ content }) => !dashboards.has(content))
    .flatMap(({ path, configMap, key, content }) =>
      stack
        .texts(content)
        .flatMap((text) => addresses(text).map((found) => ({ path, at: `${configMap}/${key}`, ...found }))),
    );
  const inPods = stack.workloads.flatMap(({ path, namespace, name, pod }) =>
    pod.containers.flatMap(({ args = [], env = [] }) =>
      [
        ...args,
        ...env.filter((one) => !one.name.endsWith('ROOT_URL')).map(({ value }) => addressesOnly(value)),
      ].flatMap((text) =>
        addresses({ keys: [], text }).map((found) => ({ path, at: `container of ${namespace}/${name}`, ...found })),
      ),
    ),
  );
  return [...inFiles, ...inPods];
}

/** A sentence that mentions an address is documentation. */
function addressesOnly(value = ''): string {
  return value
    .trim()
    .split(/\s+/)
    .every((word) => word.includes('://'))
    ? value
    : '';
}

function addresses({ keys, text }: Text): { host: string; port: string }[] {
  const isTarget = keys.at(-2) === 'targets';
  if (!isTarget && !text.includes('://')) return []; // the common case
  if (keys.some((key) => FOR_PEOPLE.test(key)) || FOR_PEOPLE_AS_TEXT.test(text)) return [];
  if (isTarget) {
    const [host = '', port = '80'] = text.split(':');
    return [{ host, port }];
  }
  return [...text.matchAll(URL_IN_TEXT)].map(([url, host = '', port]) => ({
    host,
    port: port ?? (url.startsWith('https') ? '443' : '80'),
  }));
}

function hostOf(url: string): string[] {
  return isUrl(url) ? [new URL(url).hostname] : [];
}

/** By the name of the Service alone: the domain is the same for all. */
function nearestService(host: string, services: readonly string[]): string | undefined {
  const short = (name: string) => name.split('.')[0] ?? '';
  const meant = nearest(short(host), services.map(short));
  return services.find((service) => short(service) === meant);
}
