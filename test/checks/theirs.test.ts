import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Cron, Include, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { findings } from '../../constructs/checks/index.ts';
import {
  Application,
  type ApplicationProps,
  external,
  InvalidInput,
  model,
  Namespace,
  Prometheus,
} from '../../constructs/index.ts';
import { said } from '../lib/checks.ts';
import { installation } from '../lib/render.ts';

/** Objects that others put into the same app are facts: they are not judged, and ours may need them or collide with them. */

interface Ours {
  readonly own: Chart;
  readonly prometheus: Prometheus;
}

/** What is found in a shop that Prometheus watches, beside the objects of others. */
function found(build: (ours: Ours) => void, props: Partial<ApplicationProps> = {}): string[] {
  const app = new App();
  const chart = new Chart(app, '10-ours');
  for (const name of ['monitoring', 'shop']) new Namespace(chart, `namespace-${name}`, { installation, name });
  const prometheus = new Prometheus(chart, 'prometheus', { installation, namespace: 'monitoring' });
  const shop = new Application(chart, 'app', {
    ...{ installation, namespace: 'shop', name: 'shop', image: 'shop:1', ports: { http: { container: 8000 } } },
    healthcheck: { test: 'true' },
    metrics: { port: 'http', exposes: {} },
    ...props,
  });
  prometheus.addScrape(shop.metrics);
  build({ own: new Chart(app, '60-own'), prometheus });
  return said(findings(model(app)));
}

let made = 0;
const add = (
  own: Chart,
  apiVersion: string,
  kind: string,
  name: string | undefined,
  body: object = {},
  namespace = 'shop',
) => {
  made += 1;
  return new ApiObject(own, `object-${made}`, {
    ...{ apiVersion, kind },
    metadata: { namespace, ...(name !== undefined && { name }) },
    ...body,
  });
};

const pod = (labels: Record<string, string>, more: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'a', image: 'a:1', ports: [{ name: 'pg', containerPort: 5432 }] }], ...more },
});
const DB = { app: 'db' };

test('nothing is found in ours alone', () => {
  expect(found(() => undefined)).toEqual([]);
});

describe('nothing is found of', () => {
  test.each<[string, (own: Chart) => void]>([
    ['a StatefulSet', (own) => add(own, 'apps/v1', 'StatefulSet', 'db', { spec: { template: pod(DB) } })],
    ['a Job', (own) => add(own, 'batch/v1', 'Job', 'db', { spec: { template: pod(DB) } })],
    [
      'a CronJob',
      (own) => add(own, 'batch/v1', 'CronJob', 'db', { spec: { jobTemplate: { spec: { template: pod(DB) } } } }),
    ],
    ['a bare pod', (own) => new ApiObject(own, 'pod', { apiVersion: 'v1', kind: 'Pod', ...pod(DB) })],
    [
      'a workload of an operator',
      (own) => add(own, 'argoproj.io/v1', 'Rollout', 'db', { spec: { template: pod(DB) } }),
    ],
  ])('a Service before %s', (_, workload) => {
    expect(
      found(({ own }) => {
        add(own, 'v1', 'Service', 'db', { spec: { selector: DB, ports: [{ port: 5432, targetPort: 'pg' }] } });
        workload(own);
      }),
    ).toEqual([]);
  });

  test.each<[string, string, string, object]>([
    [
      'a Service for pods that are elsewhere',
      'v1',
      'Service',
      { spec: { selector: { app: 'x' }, ports: [{ port: 1 }] } },
    ],
    ['an ExternalName', 'v1', 'Service', { spec: { type: 'ExternalName', externalName: 'db.example.com' } }],
    ['a Service of another API group', 'serving.knative.dev/v1', 'Service', { spec: {} }],
    ['a ConfigMap that nobody mounts', 'v1', 'ConfigMap', { data: { 'a.yml': 'groups: 1', 'b.json': '{' } }],
    ['a ConfigMap without data', 'v1', 'ConfigMap', {}],
    [
      'a policy that opens what no connection needs',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { podSelector: {}, egress: [{}] } },
    ],
    ['a policy of another API group', 'crd.projectcalico.org/v1', 'NetworkPolicy', { spec: { selector: 'all()' } }],
    [
      'a role',
      'rbac.authorization.k8s.io/v1',
      'Role',
      { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['*'] }] },
    ],
    ['a role without rules', 'rbac.authorization.k8s.io/v1', 'ClusterRole', { aggregationRule: {} }],
    [
      'a binding of an account that no pod has',
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      { roleRef: { kind: 'Role', name: 'x' }, subjects: [{ kind: 'ServiceAccount', name: 'x', namespace: 'shop' }] },
    ],
    ['a binding of another API group', 'iam.example.com/v1', 'RoleBinding', { spec: {} }],
    [
      'a binding without subjects',
      'rbac.authorization.k8s.io/v1',
      'ClusterRoleBinding',
      { roleRef: { kind: 'ClusterRole', name: 'x' } },
    ],
    ['an account', 'v1', 'ServiceAccount', {}],
    [
      'a Deployment without policy, limits or probes that fit',
      'apps/v1',
      'Deployment',
      {
        spec: {
          template: pod(DB, {
            serviceAccountName: 'default',
            containers: [
              {
                name: 'a',
                image: 'a',
                env: [{ name: 'A', value: 'http://nowhere.svc:1' }],
                readinessProbe: { httpGet: { port: 9 } },
              },
            ],
            volumes: [{ name: 'v', configMap: { name: 'elsewhere' } }],
          }),
        },
      },
    ],
    ['a Deployment without a template', 'apps/v1', 'Deployment', { spec: {} }],
    ['an object of an unknown kind', 'example.com/v1', 'Thing', { spec: 'text', data: 1, items: 2 }],
    [
      'a list',
      'v1',
      'ConfigMapList',
      { items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }, {}, null] },
    ],
    ['a list of nothing', 'v1', 'List', {}],
  ])('%s', (_, apiVersion, kind, body) => {
    expect(found(({ own }) => add(own, apiVersion, kind, 'theirs', body))).toEqual([]);
  });

  test('objects in a namespace of others, in none, or without a name', () => {
    expect(
      found(({ own }) => {
        add(own, 'v1', 'ServiceAccount', 'a', {}, 'elsewhere');
        new ApiObject(own, 'none', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: pod(DB) } });
        new ApiObject(own, 'generated', {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { generateName: 'a-' },
          spec: { template: pod(DB) },
        });
        add(own, 'v1', 'List', 'l', {
          items: [
            { apiVersion: 'v1', kind: 'Pod', ...pod(DB) },
            { apiVersion: 'v1', kind: 'Pod', spec: {} },
          ],
        });
      }),
    ).toEqual([]);
  });

  test('two of theirs that share a name', () => {
    expect(
      found(({ own }) => {
        for (const _ of [1, 2]) add(own, 'v1', 'ConfigMap', 'twice', { data: {} });
      }),
    ).toEqual([]);
  });

  test('what cdk8s-plus makes', () => {
    expect(
      found(({ own }) => {
        const data = new kplus.ConfigMap(own, 'data', { data: { a: 'b' } });
        const deployment = new kplus.Deployment(own, 'web', { containers: [{ image: 'web:1', portNumber: 80 }] });
        deployment.containers[0]?.mount('/data', kplus.Volume.fromConfigMap(own, 'volume', data));
        deployment.exposeViaIngress('/');
        new kplus.CronJob(own, 'job', { schedule: Cron.daily(), containers: [{ image: 'job:1' }] });
      }),
    ).toEqual([]);
  });

  test('what is included', () => {
    const folder = mkdtempSync(join(tmpdir(), 'include-'));
    const file = join(folder, 'theirs.yaml');
    writeFileSync(
      file,
      'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {a: b}}\n---\napiVersion: x.io/v1\nkind: X\nmetadata: {generateName: x-}\n',
    );
    expect(found(({ own }) => new Include(own, 'include', { url: file }))).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe('what ours need of them counts:', () => {
  const db = (own: Chart) => {
    add(own, 'v1', 'Service', 'db', { spec: { clusterIP: 'None', selector: DB, ports: [{ port: 5432 }] } });
    add(own, 'apps/v1', 'StatefulSet', 'db', { spec: { template: pod(DB) } });
  };
  const toDb = {
    protocol: 'pg',
    to: { namespace: 'shop', label: ['app', 'db'] },
    ports: [{ port: 5432 }],
    url: 'http://db.shop.svc:5432',
  } as const;
  const uses = { env: { DB: 'http://db-0.db.shop.svc:5432' }, connectsTo: [toDb] };
  const policy = (own: Chart, spec: object) => add(own, 'networking.k8s.io/v1', 'NetworkPolicy', 'db', { spec });
  const CLOSED = [
    'connection-allowed: network policies of shop/db: ingress from shop/shop, port 5432/TCP (uses http://db.shop.svc:5432): no policy allows it; allow it in a NetworkPolicy of the namespace shop',
  ];

  test('a way to them that their namespace closes', () => {
    expect(found(({ own }) => db(own), uses)).toEqual(CLOSED);
  });

  test.each<[string, object]>([
    ['by number', { podSelector: { matchLabels: DB }, ingress: [{ ports: [{ port: 5432 }] }] }],
    ['by name', { podSelector: { matchLabels: DB }, ingress: [{ ports: [{ port: 'pg', protocol: 'TCP' }] }] }],
    ['by a range', { podSelector: {}, ingress: [{ ports: [{ port: 5000, endPort: 6000 }] }] }],
    ['altogether', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] }],
    [
      'by a label of the namespace',
      {
        podSelector: {},
        ingress: [
          { from: [{ namespaceSelector: { matchLabels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } }] },
        ],
      },
    ],
  ])('a way to them that their policy opens %s', (_, spec) => {
    expect(
      found(({ own }) => {
        db(own);
        policy(own, spec);
      }, uses),
    ).toEqual([]);
  });

  test.each<[string, object]>([
    ['another port', { podSelector: {}, ingress: [{ ports: [{ port: 5433 }] }] }],
    ['another name', { podSelector: {}, ingress: [{ ports: [{ port: 'http' }] }] }],
    ['a range beside it', { podSelector: {}, ingress: [{ ports: [{ port: 5433, endPort: 6000 }] }] }],
    ['another protocol', { podSelector: {}, ingress: [{ ports: [{ port: 5432, protocol: 'UDP' }] }] }],
    [
      'other namespaces',
      { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] }] },
    ],
    ['what goes out', { podSelector: {}, policyTypes: ['Egress'], egress: [{}] }],
  ])('a way to them that their policy leaves closed: it opens %s', (_, spec) => {
    expect(
      found(({ own }) => {
        db(own);
        policy(own, spec);
      }, uses),
    ).toEqual(CLOSED);
  });

  test('a policy that opens addresses around those that ours need', () => {
    const at = { cidrs: ['192.0.2.16/28'] };
    const outside = { connectsTo: [external('api', 'https://api.example.com', at)] };
    const patched = (cidr: string, except: string[] = []) =>
      found(({ own }) => {
        const ours = own.node.root.node
          .findAll()
          .find(({ node }) => node.path === '10-ours/app/workload/network-policy/policy');
        (ours as ApiObject).addJsonPatch(
          JsonPatch.replace('/spec/egress/0/to', [{ ipBlock: { cidr: '203.0.113.0/24' } }]),
        );
        policy(own, { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr, except } }] }] });
      }, outside).filter((line) => line.startsWith('connection-allowed'));
    expect(patched('192.0.2.0/24')).toEqual([]);
    expect(patched('192.0.2.0/24', ['192.0.2.64/26'])).toEqual([]);
    expect(patched('192.0.2.0/24', ['192.0.2.0/27'])).toHaveLength(1);
    expect(patched('192.0.2.16/30')).toHaveLength(1);
    expect(patched('2001:db8::/32')).toHaveLength(1);
  });

  test.each<[string, string, string, object]>([
    ['a StatefulSet', 'apps/v1', 'StatefulSet', { spec: { template: pod(DB) } }],
    ['a Job', 'batch/v1', 'Job', { spec: { template: pod(DB) } }],
    ['a CronJob', 'batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template: pod(DB) } } } }],
    ['a workload of an operator', 'argoproj.io/v1', 'Rollout', { spec: { template: pod(DB) } }],
    [
      'a bare pod in a list',
      'v1',
      'List',
      {
        items: [{ apiVersion: 'v1', kind: 'Pod', ...pod(DB), metadata: { name: 'p', namespace: 'shop', labels: DB } }],
      },
    ],
  ])('%s behind a Service of ours', (_, apiVersion, kind, body) => {
    const behind = (targetPort: string | number, selector: Record<string, string> = DB) =>
      found(({ own }) => {
        const labels = { 'app.kubernetes.io/part-of': installation.name };
        const spec = { selector, ports: [{ port: 5432, targetPort }] };
        new ApiObject(own, 'service', {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'db', namespace: 'shop', labels },
          spec,
        });
        add(own, apiVersion, kind, 'db', body);
      });
    expect(behind('pg')).toEqual([]);
    expect(behind(5432)).toEqual([]);
    expect(behind(5433)).toEqual([expect.stringContaining('targetPort 5433: no container of ')]);
    expect(behind('pg', { app: 'other' })).toEqual([expect.stringContaining('no pods have these labels')]);
  });

  test('a ConfigMap of ours that a CronJob of theirs reads', () => {
    const labels = { 'app.kubernetes.io/part-of': installation.name };
    const read = (spec: object) =>
      found(({ own }) => {
        new ApiObject(own, 'config', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'ours', namespace: 'shop', labels },
          data: {},
        });
        add(own, 'batch/v1', 'CronJob', 'job', { spec: { jobTemplate: { spec: { template: pod({}, spec) } } } });
      });
    expect(read({})).toHaveLength(1);
    expect(read({ volumes: [{ configMap: { name: 'ours' } }] })).toEqual([]);
    expect(read({ containers: [{ envFrom: [{ configMapRef: { name: 'ours' } }] }] })).toEqual([]);
  });
});

describe('what they break of ours is said:', () => {
  test('a name of ours that is taken', () => {
    const taken = () => found(({ own }) => add(own, 'v1', 'Service', 'shop', { spec: {} }));
    expect(taken).toThrow(InvalidInput);
    expect(taken).toThrow(/the name of Service 'shop' is taken by '10-ours\/app\/workload\/service'/);
  });

  test('a name of ours that is taken by an item of a list', () => {
    const items = [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop', namespace: 'shop' }, spec: {} }];
    expect(found(({ own }) => add(own, 'v1', 'List', 'l', { items }))).toEqual([
      expect.stringMatching(
        /^unique-ids: Service shop\/shop: shop\/shop: there are 2 of it, the first in 10-ours\/app/,
      ),
    ]);
  });

  test('a permission for an account of ours', () => {
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }];
    const lines = found(({ own }) => {
      add(own, 'rbac.authorization.k8s.io/v1', 'Role', 'more', { rules });
      add(own, 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'more', {
        roleRef: { kind: 'Role', name: 'more' },
        subjects: [{ kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' }],
      });
    });
    expect(lines).toEqual([
      'permissions-exact: permissions of monitoring/prometheus: list /secrets in shop: a role grants it, and no configuration needs it; take it from the role',
    ]);
  });

  test('a way between ours that a policy of theirs does not close', () => {
    const closed = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
    expect(found(({ own }) => add(own, 'networking.k8s.io/v1', 'NetworkPolicy', 'closed', { spec: closed }))).toEqual(
      [],
    );
  });
});
