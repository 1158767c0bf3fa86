import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { commands, pageOf, readPages, section, snippets, table } from '../ops/lib/docs-pages.ts';
import { foldersOnNodes, readObjects as readOutput } from '../ops/lib/objects.ts';
import { hits, type KubeObject, podTemplates, readObjects } from './lib/dist.ts';
import { hasSchema, schemaProblems } from './lib/docs-schema.ts';
import { output } from './lib/fixture.ts';

/** What pages say about the output, in tables and in objects of their own, is so. */

const pages = readPages();
const compose = pageOf(pages, 'docs/compose.md');
const objects = readObjects();
const pods = podTemplates(objects);
const BACKUP = 'docs/how-to/backup.yaml';

const objectsIn = (yaml: string): KubeObject[] => parseAllDocuments(yaml).map((document) => document.toJSON());

test("the lab's limits are those of the output", () => {
  const memory = (name: string) => pods.find((pod) => pod.name === name)?.spec.containers[0]?.resources?.limits?.memory;
  expect(table(compose, 'Limits')).toEqual([
    ['Prometheus 2 GB', `\`${memory('prometheus')}\``],
    ['Loki 1 GB', `\`${memory('loki')}\``],
    ['Grafana 512 MB', `\`${memory('grafana')}\``],
    ['Flask App 512 MB', `\`${memory('flask-app')}\` for each of two pods`],
  ]);
});

test("the lab's health check is the probes that the page says", () => {
  const probes = pods.find(({ name }) => name === 'flask-app')?.spec.containers[0];
  const { readinessProbe: readiness, livenessProbe: liveness, startupProbe: startup } = probes ?? {};
  const patience = (startup?.periodSeconds ?? 0) * (startup?.failureThreshold ?? 0);
  const { port, path, httpHeaders } = readiness?.httpGet ?? {};
  expect(table(compose, 'Health check').map(([, here]) => here)).toEqual([
    `the same request by the kubelet: port ${port}, path \`${path}\`, ` +
      `${httpHeaders?.map(({ name, value }) => `\`${name}: ${value}\``)}; no curl in the image`,
    `readiness: every ${readiness?.periodSeconds} s, ${readiness?.timeoutSeconds} s, ` +
      `${readiness?.failureThreshold} failures take the pod out of the Service`,
    `liveness: the same, ${liveness?.failureThreshold} failures restart the container`,
    `startup: every ${startup?.periodSeconds} s, for up to ${patience} s`,
  ]);
});

test('the page about uninstalling names the folders that stay on nodes, and the volumes', () => {
  const { text } = pageOf(pages, 'docs/how-to/uninstall.md');
  expect([...text.matchAll(/the folder `([^`]+)`/g)].map(([, path]) => path)).toEqual(
    foldersOnNodes(readOutput(output())),
  );
  const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata: { name } }) => name);
  const [, listed = ''] = /the claims (.*), and the namespace/.exec(text) ?? [];
  expect([...listed.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual(claims.sort());
});

test('a volume that is to grow is looked at before the apply, which takes the new retention in any case', () => {
  const steps = commands(section(pageOf(pages, 'docs/how-to/keep-data-longer.md'), 'On volumes that exist'), 'kubectl');
  const inOrder = ['kubectl get storageclass', 'kubectl apply --dry-run=server -f dist', 'kubectl apply -f dist'];
  expect(steps.filter((step) => inOrder.includes(step))).toEqual(inOrder);
  // By size it deletes at a share of the volume that its file has, whatever becomes of the claim.
  const of = (kind: string, name: string) => objects.find((one) => one.kind === kind && one.metadata.name === name);
  const [, gibibytes] =
    /^(\d+)Gi$/.exec(of('PersistentVolumeClaim', 'prometheus')?.spec.resources.requests.storage) ?? [];
  expect(of('ConfigMap', 'prometheus-config')?.data['prometheus.yml']).toContain(
    `size: ${Number(gibibytes) * 0.8 * 1024}MiB`,
  );
});

describe('objects of the pages', () => {
  const documented = [
    ...pages.flatMap((page) => snippets(page, 'yaml')).flatMap(({ code }) => objectsIn(code)),
    ...objectsIn(readFileSync(BACKUP, 'utf8')),
  ];
  const only = (kind: string) => {
    const [found, ...others] = documented.filter((object) => object.kind === kind);
    if (found === undefined || others.length > 0)
      throw new Error(`there must be one ${kind}, not ${others.length + 1}`);
    return found;
  };
  const grafana = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'grafana');

  test('have fields that every supported Kubernetes knows; Ingress and routes are none of the kinds here', () => {
    expect(documented.filter((object) => !hasSchema(object)).map(({ kind }) => kind)).toEqual(['Ingress', 'HTTPRoute']);
    expect(documented.filter(hasSchema).map(({ kind }) => kind)).toEqual(['Service', 'NetworkPolicy', 'Pod']);
    expect(documented.filter(hasSchema).flatMap(schemaProblems)).toEqual([]);
  });

  test('lead to the Service of Grafana, and its metrics to nobody', () => {
    const { name, namespace } = grafana?.metadata ?? {};
    const port = grafana?.spec.ports[0].port;
    const nobody = only('Service');
    expect([nobody.metadata.namespace, nobody.spec.selector]).toEqual([namespace, undefined]);
    const to = (service: string | undefined, number: number) => ({ service: { name: service, port: { number } } });
    expect(only('Ingress').metadata.namespace).toBe(namespace);
    expect(only('Ingress').spec.rules.map(({ http }: { http: object }) => http)).toEqual([
      {
        paths: [
          { path: '/metrics', pathType: 'Exact', backend: to(nobody.metadata.name, nobody.spec.ports[0].port) },
          { path: '/', pathType: 'Prefix', backend: to(name, port) },
        ],
      },
    ]);
    expect(only('HTTPRoute').metadata.namespace).toBe(namespace);
    expect(only('HTTPRoute').spec.rules).toEqual([
      { matches: [{ path: { type: 'Exact', value: '/metrics' } }] },
      { backendRefs: [{ name, port }] },
    ]);
  });

  test("open Grafana's pods and port, and no others", () => {
    const { metadata, spec } = only('NetworkPolicy');
    const opened = pods.filter(
      ({ namespace, labels }) => namespace === metadata.namespace && hits(spec.podSelector.matchLabels, labels),
    );
    expect(opened.map(({ name }) => name)).toEqual(['grafana']);
    expect(spec.ingress[0].ports).toEqual([{ port: opened[0]?.spec.containers[0]?.ports?.[0]?.containerPort }]);
  });

  test('copy files in a pod that the namespace admits', () => {
    const { metadata, spec } = only('Pod');
    expect(metadata.namespace).toBe('monitoring');
    expect([spec.securityContext.runAsNonRoot, spec.securityContext.seccompProfile]).toEqual([
      true,
      { type: 'RuntimeDefault' },
    ]);
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('copy files as the user that owns them, for every component with a volume', () => {
    const { text } = pageOf(pages, 'docs/how-to/backup-and-restore.md');
    const rows = [...text.matchAll(/^\| (\w+) \| (\d+) \| `sed '(.+?)' /gm)];
    const edits = rows.map(([, name = '', user, script = '']) => [name.toLowerCase(), Number(user), ...edited(script)]);
    const owners = pods
      .filter(({ spec }) => spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim))
      .map(({ name, spec: { securityContext: { runAsUser, runAsGroup, fsGroup } = {} } }) => [
        name,
        runAsUser,
        name,
        runAsUser,
        runAsGroup,
        fsGroup,
      ]);
    expect([['prometheus', 65_534, ...edited('')], ...edits].sort()).toEqual(owners.sort());
  });

  /** The claim and the ids of the pod that `sed` makes of the file. */
  function edited(script: string): (string | number)[] {
    const [pod] = objectsIn(spawnSync('sed', [script, BACKUP], { encoding: 'utf8' }).stdout);
    const { runAsUser, runAsGroup, fsGroup } = pod?.spec.securityContext ?? {};
    return [pod?.spec.volumes[0].persistentVolumeClaim.claimName, runAsUser, runAsGroup, fsGroup];
  }
});
