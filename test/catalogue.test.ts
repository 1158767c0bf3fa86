import { readdirSync, readFileSync } from 'node:fs';
import * as byHand from '../constructs/catalogue/by-hand/index.ts';
import { CATALOGUE } from '../constructs/catalogue/index.ts';
import * as recorded from '../constructs/catalogue/recorded.ts';
import { VerifiedApp } from '../constructs/checks/index.ts';
import { seriesOf } from '../constructs/kit/catalogue.ts';
import { JOB } from '../constructs/matchers.ts';
import { model } from '../constructs/model.ts';
import { flaskApp } from '../examples/flask-app/catalogue.ts';

/** The catalogue is what queries are checked against: it must be complete, and easy to compare with the one before. */

const files = Object.entries({ ...recorded, flaskApp });
/** @see https://github.com/prometheus/client_python/blob/v0.26.0/prometheus_client/metrics.py `Histogram.DEFAULT_BUCKETS` */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const handwritten = Object.entries(byHand);

test('every job of the cluster and of the stack has a catalogue, and every file is one of a job', () => {
  expect(Object.keys(CATALOGUE)).toEqual(Object.keys(JOB));
  const named = (folder: string) =>
    readdirSync(folder)
      .filter((file) => !['index.ts', 'recorded.ts', 'by-hand', 'by-hand.ts'].includes(file))
      .map((file) => file.replace(/\.ts$/, ''))
      .sort();
  expect(named('constructs/catalogue')).toEqual(Object.values(JOB).sort());
  expect(named('constructs/catalogue/by-hand')).toEqual(Object.values(JOB).sort());
});

test.each([...files, ...handwritten])(
  '%s: families and labels are sorted, labels of parts are left out',
  (_, catalogue) => {
    expect(Object.keys(catalogue).length).toBeGreaterThan(0);
    expect(Object.keys(catalogue)).toEqual(Object.keys(catalogue).sort());
    for (const { labels } of Object.values(catalogue)) {
      expect(labels).toEqual([...new Set(labels)].filter((label) => label !== 'le' && label !== 'quantile').sort());
    }
  },
);

test.each(files)('%s: most of what is there without an event is known as such', (_, catalogue) => {
  const always = Object.values(catalogue).filter(({ appears }) => appears === 'always');
  expect(always.length).toBeGreaterThanOrEqual(Object.keys(catalogue).length / 2);
});

test.each(handwritten)('%s: by hand is what appears on an event, with the place that defines it', (_, catalogue) => {
  for (const [family, { appears, source, help }] of Object.entries(catalogue)) {
    expect([family, appears]).toEqual([family, 'onEvent']);
    expect(source).toMatch(/^[a-z]+\/[a-z_-]+ (v[0-9.]+|[0-9a-f]{12}) [a-zA-Z0-9_/-]+\.go(:\d+)?$/);
    expect(help).not.toBe('');
  }
});

test('what is recorded in full is not written by hand as well', () => {
  const twice = handwritten.flatMap(([job, catalogue]) => {
    const seen = Object.entries(recorded).find(([name]) => name === job)?.[1] ?? {};
    return Object.entries(catalogue)
      .filter(([family, { labels }]) => seen[family] && labels.every((label) => seen[family]?.labels.includes(label)))
      .map(([family]) => `${job}: ${family}`);
  });
  expect(twice).toEqual([]);
});

test('what was recorded is completed by labels from the source', () => {
  expect(recorded.grafana.grafana_http_request_duration_seconds?.labels).toEqual(['handler', 'method', 'status_code']);
  expect(CATALOGUE.grafana.grafana_http_request_duration_seconds).toEqual({
    type: 'histogram',
    labels: ['handler', 'method', 'slo_group', 'status_code', 'status_source'],
    appears: 'always',
    help: 'Histogram of latencies for HTTP requests.',
  });
});

test('the series that the lab asks for are there', () => {
  expect(seriesOf(CATALOGUE.cadvisor).get('container_memory_usage_bytes')?.labels).toContain('container');
  expect(seriesOf(flaskApp).get('http_requests_total')).toMatchObject({ type: 'counter', counts: true });
  expect(seriesOf(CATALOGUE.loki).get('loki_distributor_bytes_received_total')).toMatchObject({ appears: 'always' });
});

test('the buckets of the sample are those of its source', () => {
  const source = readFileSync('examples/flask-app/observability.py', 'utf8');
  const [, own] = /^DURATION = Histogram\((?:.*buckets=\((.+?)\))?.*\)$/m.exec(source)!;
  expect(readFileSync('examples/flask-app/requirements.txt', 'utf8')).toContain('prometheus-client==0.26.0');
  const bounds = own?.split(',').map(Number) ?? DEFAULT_BUCKETS;
  expect(flaskApp.http_request_duration_seconds?.buckets).toEqual(bounds);
});

test('every job of main.ts says what it exposes', async () => {
  const synth = jest.spyOn(VerifiedApp.prototype, 'synth').mockImplementation(() => undefined);
  await import('../main.ts');
  const { jobs } = model(synth.mock.contexts[0]!);
  synth.mockRestore();
  expect(jobs.map(({ job }) => job).sort()).toEqual([...Object.values(JOB), 'flask-app'].sort());
  expect(jobs.filter(({ exposes = {} }) => Object.keys(exposes).length === 0).map(({ job }) => job)).toEqual([]);
});
