import { App } from 'cdk8s';
import { findings } from '../../constructs/checks/verify.ts';
import { type ApplicationProps, ApplicationsChart, model, NamespacesChart } from '../../constructs/index.ts';
import { said } from '../lib/checks.ts';
import { installation } from '../lib/render.ts';

/** As the type checker takes it from the environment: a string. */
const unset = process.env.NOBODY_SETS_THIS!;

const shop: ApplicationProps = {
  ...{ installation, namespace: 'shop', name: 'shop', image: 'shop:1.0.0', ports: { http: { container: 8000 } } },
  healthcheck: { test: 'true' },
};

const build = (names: readonly string[], node: string, application = shop) => {
  const app = new App();
  new NamespacesChart(app, 'namespaces', { installation, restricted: names, node });
  new ApplicationsChart(app, 'applications', [application]);
  return model(app);
};

test.each([
  [['shop', unset], 'nodes'],
  [['shop'], unset],
])('a name that is not set is told with everything else: %j, %j', (names, node) => {
  const label =
    "must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, starting and ending with a letter or digit";
  expect(() => build(names, node, { ...shop, name: unset })).toThrow(
    new Error(
      `invalid input for 'namespaces/undefined', 'applications/undefined/workload':\n  - 'name' (undefined) ${label}`,
    ),
  );
});

test('an application is in no namespace where nothing is refused', () => {
  const found = (namespace: string) => said(findings(build(['shop'], 'nodes', { ...shop, namespace })));
  const inSight = expect.stringContaining('privileged-needed');
  expect(found('nodes')).toContainEqual(inSight);
  expect(found('shop')).not.toContainEqual(inSight);
});

test.each([
  [{ restricted: ['shop', 'mail'], node: 'nodes' }, 'restricted', 'shop'],
  [{ restricted: ['mail'], node: 'shop' }, 'node', 'shop'],
])('a namespace that others made is not made again: %j', (names, prop, name) => {
  const app = new App();
  new NamespacesChart(app, 'namespaces', { installation, ...names, existing: ['shop'] });
  expect(() => model(app)).toThrow(
    new Error(
      `invalid input for 'namespaces':\n  - '${prop}' ("${name}") must not be in 'existing' too: ` +
        'the policies and the Pod Security level that others gave it would be overwritten; name it once',
    ),
  );
});
