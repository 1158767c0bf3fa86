import { ApiObject, App, Chart } from 'cdk8s';
import { findings } from '../../constructs/checks/verify.ts';
import { Application, type ApplicationProps, model, Namespace, Prometheus } from '../../constructs/index.ts';
import { said } from '../lib/checks.ts';
import { installation } from '../lib/render.ts';

export interface Ours {
  readonly own: Chart;
  readonly prometheus: Prometheus;
}

/** What is found in a shop that Prometheus watches, beside the objects of others. */
export function found(build: (ours: Ours) => void, props: Partial<ApplicationProps> = {}): string[] {
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
/** Adds an object of others. */
export const add = (
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

/** A template of their pods. */
export const pod = (labels: Record<string, string>, more: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'a', image: 'a:1', ports: [{ name: 'pg', containerPort: 5432 }] }], ...more },
});
/** Labels of their pods. */
export const DB = { app: 'db' };
