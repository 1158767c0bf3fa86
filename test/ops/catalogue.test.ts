import { seriesOf } from '../../constructs/kit/catalogue.ts';
import { changes, compare, record } from '../../ops/lib/catalogue-compare.ts';
import { eventObjects, SIGNS } from '../../ops/lib/catalogue-events.ts';
import { renderCatalogue } from '../../ops/lib/catalogue-file.ts';
import { KEPT, SOMETIMES } from '../../ops/lib/catalogue-files.ts';
import { compareAll } from '../../ops/lib/catalogue-live.ts';
import { targetPath } from '../../ops/lib/catalogue-targets.ts';
import { type Exposition, mergeExpositions, parseExposition } from '../../ops/lib/catalogue-text.ts';

const plain = (exposition: Exposition) =>
  Object.fromEntries(
    [...exposition].map(([family, { type, help, labels }]) => [family, { type, help, labels: [...labels] }]),
  );

describe('what a target prints', () => {
  test('is families with the labels of all their samples, without those of the parts of a histogram', () => {
    const text = [
      '# HELP http_requests_total HTTP requests.\\nAll of them: C:\\\\dir',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="GET",path="/a,b={\\"}"} 3 1700000000000',
      'http_requests_total{method="GET",code="200",} 1e+06',
      '',
      '# a comment',
      '# TYPE latency_seconds histogram',
      'latency_seconds_bucket{path="/",le="+Inf"} 2',
      'latency_seconds_sum{path="/"} NaN',
      'latency_seconds_count{path="/"} 2',
      '# TYPE gc_seconds summary',
      'gc_seconds{quantile="0.5"} 0',
      'gc_seconds_sum 0',
      'gc_seconds_count 0',
      '# HELP without_samples Headers alone are no metric.',
      '# TYPE without_samples gauge',
      'jobs_count{} 4',
      '# TYPE old untyped',
      'old +Inf',
    ].join('\n');
    expect(plain(parseExposition(text))).toEqual({
      http_requests_total: {
        type: 'counter',
        help: 'HTTP requests.\nAll of them: C:\\dir',
        labels: ['method', 'path', 'code'],
      },
      latency_seconds: { type: 'histogram', help: '', labels: ['path'] },
      gc_seconds: { type: 'summary', help: '', labels: [] },
      jobs_count: { type: 'unknown', help: '', labels: [] },
      old: { type: 'unknown', help: '', labels: [] },
    });
  });

  test('has the bounds of the buckets of a histogram, without the infinite one', () => {
    const text = [
      '# TYPE latency_seconds histogram',
      'latency_seconds_bucket{le="0.5",path="/,le=\\"7\\""} 1',
      'latency_seconds_bucket{path="/", le="1e-05"} 1',
      'latency_seconds_bucket{path="/",le="+Inf"} 2',
      'latency_seconds_sum{path="/"} 3',
    ];
    const bounds = (...lines: string[]) => [
      ...(parseExposition(lines.join('\n')).get('latency_seconds')?.buckets ?? []),
    ];
    expect(bounds(...text)).toEqual([0.5, 0.00001]);
    const others = parseExposition([text[0], 'latency_seconds_bucket{le="2"} 1'].join('\n'));
    const merged = mergeExpositions([parseExposition(text.join('\n')), others]);
    expect([...(merged.get('latency_seconds')?.buckets ?? [])]).toEqual([0.5, 0.00001, 2]);
  });

  test.each(['<html>', 'up{job="x" 1', 'up{job=x} 1', 'up', '# TYPE up speed', 'up{"quoted",a="b"} 1'])(
    'is refused with the number of the line: %s',
    (line) => {
      expect(() => parseExposition(`up 1\n${line}`)).toThrow(
        new Error(
          `line 2 (${line}) must be '# HELP NAME TEXT', '# TYPE NAME TYPE', another comment or ` +
            '\'NAME{LABEL="VALUE",...} NUMBER\'',
        ),
      );
    },
  );

  test('is merged over the targets of a job', () => {
    const [a, b] = ['# TYPE x gauge\nx{a="1"} 1\ny 1', '# TYPE x gauge\nx{b="1"} 1\nz 1'].map(parseExposition);
    expect(plain(mergeExpositions([a!, b!]))).toEqual({
      x: { type: 'gauge', help: '', labels: ['a', 'b'] },
      y: { type: 'unknown', help: '', labels: [] },
      z: { type: 'unknown', help: '', labels: [] },
    });
  });
});

describe('the way to a target through the API server', () => {
  test.each([
    [
      'a kubelet',
      { __meta_kubernetes_node_name: 'n1' },
      'https://10.0.0.1:10250/metrics/cadvisor',
      '/api/v1/nodes/n1/proxy/metrics/cadvisor',
    ],
    [
      'a pod',
      { __meta_kubernetes_pod_name: 'loki-1', __meta_kubernetes_namespace: 'logs' },
      'http://10.1.0.1:3100/metrics',
      '/api/v1/namespaces/logs/pods/loki-1:3100/proxy/metrics',
    ],
    [
      'the API server',
      { __meta_kubernetes_endpointslice_name: 'kubernetes' },
      'https://10.0.0.1:6443/metrics',
      '/metrics',
    ],
  ])('%s', (_, discoveredLabels, scrapeUrl, path) => {
    expect(targetPath({ discoveredLabels, scrapeUrl })).toBe(path);
  });
});

const gauge = (appears: 'always' | 'onEvent', labels: readonly string[] = []) =>
  ({ type: 'gauge', labels, appears, help: '' }) as const;
const live = (text: string) => parseExposition(text);

describe('the comparison with what is live', () => {
  test('misses what is always there, not what appears on an event; what is new is told apart', () => {
    const catalogue = { a: gauge('always'), b: gauge('onEvent'), c: gauge('always', ['x']), d: gauge('always') };
    expect(compare('shop', catalogue, live('# TYPE c gauge\nc{y="1",z="1"} 1\n# TYPE d counter\nd 1\ne 1'))).toEqual({
      wrong: ['shop: a is gone', 'shop: d is a counter, not a gauge'],
      unknown: ['shop: c has more labels: y, z', 'shop: e (unknown) is new'],
    });
  });

  test('tells of other buckets, where the catalogue knows them', () => {
    const latency = { type: 'histogram', labels: [], buckets: [0.5, 1, 10], appears: 'always', help: '' } as const;
    const printed = (...bounds: string[]) =>
      live(['# TYPE a histogram', ...bounds.map((le) => `a_bucket{le="${le}"} 1`), 'a_bucket{le="+Inf"} 1'].join('\n'));
    const wrong = (...bounds: string[]) => compare('shop', { a: latency }, printed(...bounds)).wrong;
    expect(wrong('10.0', '1.0', '0.5')).toEqual([]);
    expect(wrong('0.5', '1.0', '5.0')).toEqual(['shop: a has the buckets [0.5, 1, 5], not [0.5, 1, 10]']);
    expect(wrong()).toEqual(['shop: a has the buckets [], not [0.5, 1, 10]']);
    expect(compare('shop', { a: { ...latency, buckets: undefined } }, printed('5')).wrong).toEqual([]);
  });

  test('says which jobs have no target', () => {
    expect(compareAll([]).wrong).toEqual(Object.keys(KEPT).map((job) => `${job}: has no target`));
  });

  test('finds nothing where everything that is always there is live', () => {
    const jobs = Object.entries(KEPT).map(([job, { catalogue }]) => {
      const always = Object.entries(catalogue).filter(([, { appears }]) => appears === 'always');
      const exposition = new Map(
        always.map(([family, { type, help, buckets }]) => [
          family,
          { type, help, labels: new Set<string>(), buckets: new Set(buckets) },
        ]),
      );
      return { job, paths: [], from: '', exposition };
    });
    expect(compareAll(jobs)).toEqual({ wrong: [], unknown: [] });
  });

  test('expects of targets only what they were told to make', () => {
    const only = { job: 'kube-state-metrics', paths: [], from: '', exposition: live(''), allowed: /^kube_pod_info$/ };
    const { wrong } = compareAll([only]);
    expect(wrong.filter((line) => line.startsWith('kube-state-metrics: '))).toEqual([
      'kube-state-metrics: kube_pod_info is gone',
    ]);
  });
});

describe('what is recorded', () => {
  const types = '# TYPE a gauge\n# TYPE b gauge\n# TYPE c gauge\n# TYPE d gauge\n';
  const before = live(`${types}a{x="1"} 1\nb 1\nc 1`);
  const after = live(`${types}a{y="1"} 1\nd 1`);
  const seen = { before, after, fromTheStart: (family: string) => family !== 'b' };

  test('is always there if it was before the events, from the start of its target', () => {
    expect(record(seen, {})).toEqual({
      a: gauge('always', ['x', 'y']),
      b: gauge('onEvent'),
      c: gauge('always'),
      d: gauge('onEvent'),
    });
  });

  test('keeps what it knew: families and labels that were not seen this time, and what was once missing', () => {
    const known = { a: gauge('always', ['z']), c: gauge('onEvent'), gone: gauge('always'), rare: gauge('onEvent') };
    expect(record(seen, known)).toEqual({
      a: gauge('always', ['x', 'y', 'z']),
      b: gauge('onEvent'),
      c: gauge('onEvent'),
      d: gauge('onEvent'),
      gone: gauge('onEvent'),
      rare: gauge('onEvent'),
    });
  });

  test('has buckets where they are asked for', () => {
    const printed = live('# TYPE a histogram\na_bucket{le="10"} 1\na_bucket{le="2.5"} 1\na_bucket{le="+Inf"} 1\nb 1');
    const observed = { before: printed, after: printed, fromTheStart: () => true };
    const { a, b } = record({ ...observed, buckets: true }, {});
    expect(a?.buckets).toEqual([2.5, 10]);
    expect(b).not.toHaveProperty('buckets');
    expect(record(observed, {}).a).not.toHaveProperty('buckets');
    expect(changes('shop', record(observed, {}), { a: a!, b: b! })).toEqual(['shop: a: buckets unknown -> [2.5, 10]']);
  });

  test('is told by its changes', () => {
    const old = { a: gauge('always'), b: gauge('always'), same: gauge('always') };
    const now = { a: gauge('onEvent', ['x']), c: gauge('always'), same: gauge('always') };
    expect(changes('shop', old, now)).toEqual([
      'shop: a: labels [] -> [x]',
      'shop: a: appears always -> onEvent',
      'shop: - b',
      'shop: + c (gauge, always)',
    ]);
  });
});

describe('the file of a catalogue', () => {
  const file = { name: 'shop', job: 'shop', from: 'example.com/shop:1', types: '../kit/catalogue.ts' };
  const long = Array.from({ length: 9 }, (_, index) => `a_label_with_a_long_name_${index}`);
  const catalogue = {
    z_total: { type: 'counter', labels: ['b', 'a'], appears: 'onEvent', help: 'It\'s "z".' },
    a_seconds: { type: 'histogram', labels: long, appears: 'always', help: "It's a\\b." },
  } as const;

  test('is sorted, one family a line where it fits', () => {
    expect(renderCatalogue(file, catalogue)).toBe(
      [
        '// Written by `npm run catalogue`: recorded from example.com/shop:1.',
        "import type { Catalogue } from '../kit/catalogue.ts';",
        '',
        '/** The metrics of the job `shop`. */',
        'export const shop: Catalogue = {',
        '  a_seconds: {',
        "    type: 'histogram',",
        '    labels: [',
        ...long.map((label) => `      '${label}',`),
        '    ],',
        "    appears: 'always',",
        '    help: "It\'s a\\\\b.",',
        '  },',
        "  z_total: { type: 'counter', labels: ['a', 'b'], appears: 'onEvent', help: 'It\\'s \"z\".' },",
        '};',
        '',
      ].join('\n'),
    );
  });

  test('has the buckets of a histogram behind its labels, as many in a line as fit', () => {
    const { a_seconds } = catalogue;
    const text = (count: number) =>
      renderCatalogue(file, {
        a_seconds: { ...a_seconds, labels: [], buckets: Array.from({ length: count }, (_, index) => 0.125 + index) },
      });
    expect(text(2)).toContain("{ type: 'histogram', labels: [], buckets: [0.125, 1.125], appears: 'always', help: ");
    expect(text(18)).toContain(
      [
        '    labels: [],',
        '    buckets: [',
        '      0.125, 1.125, 2.125, 3.125, 4.125, 5.125, 6.125, 7.125, 8.125, 9.125, 10.125, 11.125, 12.125, 13.125, 14.125,',
        '      15.125, 16.125, 17.125,',
        '    ],',
        "    appears: 'always',",
      ].join('\n'),
    );
  });

  test('does not depend on the order in which targets print', () => {
    const { a_seconds, z_total } = catalogue;
    const turned = { a_seconds, z_total: { ...z_total, labels: ['a', 'b'] } };
    expect(renderCatalogue(file, turned)).toBe(renderCatalogue(file, catalogue));
  });
});

test('families that depend on the machine or on what was done are never there always', () => {
  const wrong = Object.entries(SOMETIMES).flatMap(([job, families]) =>
    Object.entries(KEPT[job]!.recorded)
      .filter(([family, { appears }]) => families.test(family) && appears === 'always')
      .map(([family]) => `${job}: ${family}`),
  );
  expect(wrong).toEqual([]);
  expect(Object.keys(SOMETIMES).filter((job) => !(job in KEPT))).toEqual([]);
});

test('every event brings out a metric of kube-state-metrics that the catalogue knows', () => {
  const { recorded } = KEPT['kube-state-metrics']!;
  expect(SIGNS.filter((family) => recorded[family]?.appears !== 'onEvent')).toEqual([]);
  expect([...seriesOf(recorded).keys()].length).toBeGreaterThanOrEqual(Object.keys(recorded).length);
});

test('the objects of the events have names of their own and use the given image, but for the one that can not be pulled', () => {
  const objects = eventObjects('example.com/shell:1');
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata?.name}`);
  expect(new Set(names).size).toBe(names.length);
  const images = [...JSON.stringify(objects).matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image);
  expect([...new Set(images)].sort()).toEqual(['example.com/shell:1', 'registry.invalid/none:1']);
});
