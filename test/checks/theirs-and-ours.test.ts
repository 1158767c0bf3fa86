import { ApiObject, type Chart, JsonPatch } from 'cdk8s';
import { external, InvalidInput } from '../../constructs/index.ts';
import { installation } from '../lib/render.ts';
import { add, DB, found, pod } from './beside.ts';

/** Ours may need objects of others, or collide with them. */

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
