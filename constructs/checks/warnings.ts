import { ANYWHERE, podsOf } from '../kit/endpoint.ts';
import { INSTANCE_LABEL } from '../kit/labels.ts';
import type { Model } from '../kit/model.ts';
import { objectView } from './object-view.ts';

/** The purpose of connections that Grafana's `openTo` records. */
const OPENS_GRAFANA = 'opens Grafana';

const ONLY_HERE = /https?:\/\/(localhost|127\.0\.0\.1)\b[^\s"]*/;

/** Valid, but bad for those on call, or for a secret. */
export function warnings(model: Model): string[] {
  return [...linksOnlyHere(model), ...secretsInSight(model), ...passwordsInClear(model), ...notScraped(model)];
}

function linksOnlyHere({ files, objects }: Model): string[] {
  if (!wakesSomebody(files)) return [];
  const links = objects
    .filter(({ ours }) => ours)
    .filter(({ manifest: { kind } }) => kind === 'Deployment' || kind === 'ConfigMap')
    .flatMap(({ path, manifest }) => linksIn(manifest).map((link) => `${path}: ${link}`));
  const [first] = links;
  if (first === undefined) return [];
  return [
    `critical alerts wake somebody, but their links lead to localhost (${first}); ` +
      "set 'urls' in main.ts to addresses that people can open",
  ];
}

/** Alertmanager's own address, and links to dashboards and runbooks on alerts. */
function linksIn(manifest: object): string[] {
  return [...JSON.stringify(manifest).matchAll(/--web\.external-url=[^"]+|(?:dashboard|runbook)_url: [^"\\]+/g)]
    .map(([text]) => text)
    .filter((text) => ONLY_HERE.test(text));
}

function wakesSomebody(files: Model['files']): boolean {
  return files
    .filter(({ key }) => key === 'alertmanager.yml')
    .flatMap(({ content }): object[] => Object(content).receivers ?? [])
    .some((receiver) => Object(receiver).name === 'critical' && Object.keys(receiver).length > 1);
}

/** Names of variables that hold secrets. Those that end in `_FILE` are only paths. */
const SECRET = /(PASS(WORD|WD|PHRASE)?|TOKEN|SECRET|(API|ACCESS|PRIVATE)_?KEY|CREDENTIALS?)$/i;

/** What constructs offer to Prometheus, and it does not get: alerts on it are left out. */
function notScraped({ offers, jobs }: Model): string[] {
  const scraped = new Set(jobs.map(({ endpoint }) => endpoint.url));
  if (scraped.size === 0) return [];
  return offers
    .filter((offer) => offer.jobs.length > 0 && offer.jobs.every(({ endpoint }) => !scraped.has(endpoint.url)))
    .map(
      ({ path, property }) =>
        `${path}: nothing scrapes what its property '${property}' offers: there are no metrics of it, and no alerts on them; ` +
        `pass it to Prometheus: prometheus.addScrape(….${property})`,
    );
}

/** Variables of containers that look like secrets, and are in the output as plain text. Messages do not repeat their values. */
function secretsInSight(model: Model): string[] {
  return objectView(model).workloads.flatMap(({ path, pod: { containers, initContainers = [] } }) =>
    [...containers, ...initContainers].flatMap(({ env = [] }) =>
      env
        .filter(({ name, value }) => value && SECRET.test(name))
        .map(
          ({ name }) =>
            `${path}: the variable ${name} looks like a secret, and its value is in the output for all to read; ` +
            `keep it in a Secret: secrets: { ${name}: { secret: 'name', key: 'key' } }`,
        ),
    ),
  );
}

/** What stays open: pods that may connect to any address, on some ports, as those of nodes and API servers are unknown. */
export function notes({ connections }: Model): string[] {
  const open = connections.filter(
    ({ from, to }) => !from.hostNetwork && (to.to === ANYWHERE || Object(to.to).hostNetwork),
  );
  if (open.length === 0) return [];
  const ports = [...new Set(open.flatMap(({ to }) => to.ports.map(({ port }) => port)))].sort((a, b) => a - b);
  const pods = [...new Set(open.map(({ from }) => `${from.namespace}/${from.label?.[1] ?? '*'}`))].sort();
  return [
    `${pods.join(', ')} may connect to any address on the ports ${ports.join(', ')}, because those of the API servers or nodes are unknown; ` +
      "name them, if the network plugin matches nodes by address: cluster: { apiServerCidrs: ['10.0.0.0/28'], nodeCidrs: ['10.0.0.0/16'] }",
  ];
}

/** Grafana behind an ingress controller, with an address of http: passwords cross the network as they are. */
function passwordsInClear(model: Model): string[] {
  const opened = new Set(
    model.connections.filter(({ why }) => why === OPENS_GRAFANA).map(({ to }) => JSON.stringify(to.to)),
  );
  return objectView(model).workloads.flatMap(({ path, namespace, labels, pod }) => {
    const url =
      pod.containers.flatMap(({ env = [] }) => env).find(({ name }) => name === 'GF_SERVER_ROOT_URL')?.value ?? '';
    if (!url.startsWith('http:') || ONLY_HERE.test(url)) return [];
    if (!opened.has(JSON.stringify(podsOf(namespace, labels[INSTANCE_LABEL] ?? '')))) return [];
    return [
      `${path}: 'openTo' lets others open Grafana, and its 'url' (${url}) is not https: passwords cross the network unencrypted; ` +
        'let the ingress controller speak https, and set the address that people open',
    ];
  });
}
