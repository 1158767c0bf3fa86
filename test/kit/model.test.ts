import { App, Chart } from 'cdk8s';
import { Application, InvalidInput, model } from '../../constructs/index.ts';
import { installation, render } from '../lib/render.ts';

const application = {
  installation,
  namespace: 'shops',
  name: 'shop',
  image: 'shop:1',
  ports: { http: { container: 8000 } },
  healthcheck: { test: 'true' },
} as const;

test('objects know their construct and their file', () => {
  const app = new App();
  new Application(new Chart(app, '50-shops'), 'shop', application);
  const { objects } = model(app);
  expect(objects.map(({ path, chart, manifest }) => [path, chart, manifest.kind])).toEqual([
    ['50-shops/shop/workload/service-account', '50-shops', 'ServiceAccount'],
    ['50-shops/shop/workload/service', '50-shops', 'Service'],
    ['50-shops/shop/workload/disruption-budget', '50-shops', 'PodDisruptionBudget'],
    ['50-shops/shop/workload/network-policy/policy', '50-shops', 'NetworkPolicy'],
    ['50-shops/shop/workload/deployment', '50-shops', 'Deployment'],
  ]);
});

test('values that were left for later are there', () => {
  const { spec } = render((chart) => new Application(chart, 'shop', application)).find('NetworkPolicy', 'shop');
  expect(spec.egress[0].ports).toEqual([
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ]);
});

test('wrong props are refused before anything is rendered', () => {
  expect(() => render((chart) => new Application(chart, 'shop', { ...application, image: 'shop' }))).toThrow(
    InvalidInput,
  );
});
