import { App } from 'cdk8s';
import {
  type AddedComponent,
  ComponentsChart,
  MetricsChart,
  metricsTable,
  model,
  NamespacesChart,
} from '../../constructs/index.ts';
import { installation, invalid } from '../lib/render.ts';

const component: AddedComponent = {
  name: 'queue',
  jobs: { queue: metricsTable('queue_length gauge always') },
  create: () => [],
};

const build = (...components: readonly AddedComponent[]) => {
  const app = new App();
  new NamespacesChart(app, 'namespaces', { installation, restricted: ['monitoring'], node: 'nodes' });
  const { prometheus } = new MetricsChart(app, 'metrics', {
    installation,
    namespace: 'monitoring',
    nodeNamespace: 'nodes',
  });
  new ComponentsChart(app, 'own', { installation, namespace: 'monitoring', prometheus, components });
  return model(app);
};

test.each<[string, readonly AddedComponent[], readonly string[]]>([
  [
    'a job that is declared and not returned',
    [component],
    [`component "queue": 'create' must return the job "queue", which 'jobs' declares; return it, or remove it`],
  ],
  [
    'one component twice',
    [
      { ...component, jobs: {} },
      { ...component, jobs: {} },
    ],
    [`'components' has more than one named "queue"; list each once`],
  ],
  [
    'the name of a component of the stack',
    [{ ...component, name: 'loki', jobs: {} }],
    [`'name' ("loki") is the name of a part of the stack; for example "own-loki"`],
  ],
  [
    'no name of an object',
    [{ ...component, name: 'A B', jobs: {} }],
    [
      `'name' ("A B") must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, ` +
        `starting and ending with a letter or digit; for example "a-b"`,
    ],
  ],
])('refused: %s', (_, components, problems) => {
  expect(() => build(...components)).toThrow(invalid('own', ...problems));
});

test('a component without jobs, rules and dashboards is one', () => {
  expect(build({ ...component, jobs: {} }).content.map(({ name }) => name)).toContain('queue');
});
