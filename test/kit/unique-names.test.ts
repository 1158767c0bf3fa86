import { Application, Loki } from '../../constructs/index.ts';
import { installation, render } from '../lib/render.ts';

const application = {
  installation,
  name: 'shop',
  image: 'shop:1',
  ports: { http: { container: 8000 } },
  healthcheck: { test: 'true' },
  replicas: 1,
} as const;

test('two objects with one name, each with both places and the way out', () => {
  const taken = (kind: string, construct: string) => [
    `invalid input for 'test/b/workload/${construct}':`,
    `  - the name of ${kind} 'shop' is taken by 'test/a/workload/${construct}'; give one of them another 'name' or 'namespace'`,
  ];
  expect(() =>
    render((chart) => {
      new Application(chart, 'a', { ...application, namespace: 'shops' });
      new Application(chart, 'b', { ...application, namespace: 'shops' });
    }),
  ).toThrow(
    new Error(
      [
        ...taken('ServiceAccount', 'service-account'),
        ...taken('Service', 'service'),
        ...taken('NetworkPolicy', 'network-policy/policy'),
        ...taken('Deployment', 'deployment'),
      ].join('\n'),
    ),
  );
});

test('one name in two namespaces is two names', () => {
  const rendered = render((chart) => {
    new Application(chart, 'a', { ...application, namespace: 'shops' });
    new Application(chart, 'b', { ...application, namespace: 'stalls' });
  });
  expect(rendered.names('Deployment')).toEqual(['shop', 'shop']);
});

test('two components of one installation need two names', () => {
  const rendered = render((chart) => {
    new Loki(chart, 'a', { installation, namespace: 'logs' });
    new Loki(chart, 'b', { installation, namespace: 'logs', name: 'loki-audit' });
  });
  expect(rendered.names('PersistentVolumeClaim')).toEqual(['loki', 'loki-audit']);
});
