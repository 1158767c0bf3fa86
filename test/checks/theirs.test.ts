import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, type Chart, Cron, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { add, DB, found, pod } from './beside.ts';

/** Objects that others put into the same app are facts: they are not judged. */

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
    ['a Service without a spec', 'v1', 'Service', {}],
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
