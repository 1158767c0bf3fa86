import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { seriesOf } from '../../constructs/kit/catalogue.ts';
import * as shared from '../../constructs/kit/go-metrics.ts';
import { COMPONENTS } from '../../constructs/stack/components.ts';
import { CATALOGUE } from '../../constructs/stack/content.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';
import { readTable, writeTable } from '../../ops/lib/catalogue-file.ts';
import { KEPT } from '../../ops/lib/catalogue-files.ts';
import { mainModel } from '../lib/checks.ts';

/** The catalogue is what queries are checked against: it must be complete, and easy to compare with the one before. */

const files = Object.entries(KEPT).map(([job, kept]) => ({ job, ...kept, text: readFileSync(kept.file, 'utf8') }));
/** @see https://github.com/prometheus/client_python/blob/v0.26.0/prometheus_client/metrics.py `Histogram.DEFAULT_BUCKETS` */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

test.each(files)('$file is what `npm run catalogue` writes', ({ text, catalogue }) => {
  const [, from = ''] = /^# recorded from (\S+|Kubernetes \S+) by npm run catalogue$/m.exec(text) ?? [];
  expect(from).not.toBe('');
  expect(writeTable(text, from, catalogue, catalogue)).toBe(text);
  expect(catalogue).toMatchObject(readTable(text));
});

test.each([...Object.entries(CATALOGUE), ...Object.entries(shared)])(
  '%s: labels are there once, without those of the parts of a histogram or summary',
  (_, catalogue) => {
    for (const { labels } of Object.values(catalogue)) {
      expect(labels).toEqual([...new Set(labels)].filter((label) => label !== 'le' && label !== 'quantile').sort());
    }
  },
);

test.each(Object.entries(shared))('what many share is sorted, and no file repeats it: %s', (name, metrics) => {
  const text = readFileSync('constructs/kit/go-metrics.ts', 'utf8');
  const [, table = ''] = new RegExp(`export const ${name} = metricsTable\\(\\s*\`\\n([^\`]+)\\n\``).exec(text) ?? [];
  const lines = table.split('\n');
  expect(lines).toEqual([...new Set(lines)].sort());
  for (const { text } of files.filter((file) => new RegExp(`\\b${name}\\b`).test(file.text))) {
    const own = readTable(text);
    expect(Object.keys(own).filter((family) => isDeepStrictEqual(own[family], metrics[family]))).toEqual([]);
  }
});

test.each(files)('$job: most of what was recorded and is there without an event is known as such', ({ catalogue }) => {
  const recorded = Object.values(catalogue).filter(({ source }) => source === undefined);
  const always = recorded.filter(({ appears }) => appears === 'always');
  expect(always.length).toBeGreaterThanOrEqual(recorded.length / 2);
});

test.each(files)('$job: what is written by hand has the place that defines it', ({ catalogue }) => {
  for (const { source } of Object.values(catalogue)) {
    if (source !== undefined) {
      expect(source).toMatch(/^[a-z]+\/[a-z_-]+ (v[0-9.]+|[0-9a-f]{12}) [a-zA-Z0-9_/-]+\.go(:\d+)?$/);
    }
  }
});

test('what was recorded is completed by labels from the source', () => {
  expect(CATALOGUE.grafana!.grafana_http_request_duration_seconds).toEqual({
    type: 'histogram',
    labels: ['handler', 'method', 'slo_group', 'status_code', 'status_source'],
    appears: 'always',
    source: expect.stringMatching(/^grafana\/grafana .*request_metrics\.go/),
  });
});

test('what programs in Go share is part of their catalogues', () => {
  expect(CATALOGUE.alloy!.go_goroutines).toBe(shared.goMetrics.go_goroutines);
  expect(CATALOGUE.prometheus!).toMatchObject({ ...shared.goRuntimeMetrics, ...shared.promhttpMetrics });
  expect(CATALOGUE.loki!).toMatchObject(shared.goAllRuntimeMetrics);
});

test('the series that the lab asks for are there', () => {
  expect(seriesOf(CATALOGUE.cadvisor!).get('container_memory_usage_bytes')?.labels).toContain('container');
  expect(seriesOf(flaskApp).get('http_requests_total')).toMatchObject({ type: 'counter', counts: true });
  expect(seriesOf(CATALOGUE.loki!).get('loki_distributor_bytes_received_total')).toMatchObject({ appears: 'always' });
});

test('the buckets of the sample are those of its source', () => {
  const source = readFileSync('examples/flask-app/observability.py', 'utf8');
  const [, own] = /^DURATION = Histogram\((?:.*buckets=\((.+?)\))?.*\)$/m.exec(source)!;
  expect(readFileSync('examples/flask-app/requirements.txt', 'utf8')).toContain('prometheus-client==0.26.0');
  const bounds = own?.split(',').map(Number) ?? DEFAULT_BUCKETS;
  expect(flaskApp.http_request_duration_seconds?.buckets).toEqual(bounds);
});

test('every job says what it exposes', async () => {
  const { jobs } = await mainModel();
  // A guard is there on request: test/components/guard.
  const onRequest = COMPONENTS.filter(({ beside }) => beside).map(({ name }) => name);
  const always = Object.keys(CATALOGUE).filter((job) => !onRequest.includes(job));
  expect(jobs.map(({ job }) => job).sort()).toEqual([...always, 'flask-app'].sort());
  expect(jobs.filter(({ exposes = {} }) => Object.keys(exposes).length === 0).map(({ job }) => job)).toEqual([]);
});
