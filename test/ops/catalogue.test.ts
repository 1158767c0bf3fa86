import { metricsTable } from '../../constructs/kit/catalogue.ts';
import { changes, compare, record } from '../../ops/lib/catalogue-compare.ts';
import { SIGNS } from '../../ops/lib/catalogue-events.ts';
import { readTable, withoutRecorded, writeTable } from '../../ops/lib/catalogue-file.ts';
import { KEPT, SOMETIMES } from '../../ops/lib/catalogue-files.ts';
import { compareAll } from '../../ops/lib/catalogue-live.ts';
import { eventObjects } from '../../ops/lib/catalogue-objects.ts';
import { targetPath } from '../../ops/lib/catalogue-targets.ts';
import { type Exposition, mergeExpositions, parseExposition } from '../../ops/lib/catalogue-text.ts';

const plain = (exposition: Exposition) =>
  Object.fromEntries([...exposition].map(([family, { type, labels }]) => [family, { type, labels: [...labels] }]));

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
        labels: ['method', 'path', 'code'],
      },
      latency_seconds: { type: 'histogram', labels: ['path'] },
      gc_seconds: { type: 'summary', labels: [] },
      jobs_count: { type: 'unknown', labels: [] },
      old: { type: 'unknown', labels: [] },
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
        new Error(`line 2 (${line}) must be '# TYPE NAME TYPE', another comment or 'NAME{LABEL="VALUE",...} NUMBER'`),
      );
    },
  );

  test('is merged over the targets of a job', () => {
    const [a, b] = ['# TYPE x gauge\nx{a="1"} 1\ny 1', '# TYPE x gauge\nx{b="1"} 1\nz 1'].map(parseExposition);
    expect(plain(mergeExpositions([a!, b!]))).toEqual({
      x: { type: 'gauge', labels: ['a', 'b'] },
      y: { type: 'unknown', labels: [] },
      z: { type: 'unknown', labels: [] },
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
  ({ type: 'gauge', labels, appears }) as const;
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
    const latency = { type: 'histogram', labels: [], buckets: [0.5, 1, 10], appears: 'always' } as const;
    const printed = (...bounds: string[]) =>
      live(['# TYPE a histogram', ...bounds.map((le) => `a_bucket{le="${le}"} 1`), 'a_bucket{le="+Inf"} 1'].join('\n'));
    const wrong = (...bounds: string[]) => compare('shop', { a: latency }, printed(...bounds)).wrong;
    expect(wrong('10.0', '1.0', '0.5')).toEqual([]);
    expect(wrong('0.5', '1.0', '5.0')).toEqual(['shop: a has the buckets [0.5, 1, 5], not [0.5, 1, 10]']);
    expect(wrong()).toEqual(['shop: a has the buckets [], not [0.5, 1, 10]']);
    expect(compare('shop', { a: { ...latency, buckets: undefined } }, printed('5')).wrong).toEqual([]);
  });

  test('says which jobs have no target, unless an installation may lack them', () => {
    const expected = Object.keys(KEPT).filter((job) => job !== 'guard');
    expect(compareAll([]).wrong).toEqual(expected.map((job) => `${job}: has no target`));
  });

  test('finds nothing where everything that is always there is live', () => {
    const jobs = Object.entries(KEPT).map(([job, { catalogue }]) => {
      const always = Object.entries(catalogue).filter(([, { appears }]) => appears === 'always');
      const exposition = new Map(
        always.map(([family, { type, buckets }]) => [
          family,
          { type, labels: new Set<string>(), buckets: new Set(buckets) },
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
    expect(changes('shop', record(observed, {}), { a: a!, b: b! })).toEqual(['shop: a: buckets none -> [2.5, 10]']);
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

describe('what was written by hand', () => {
  const byHand = metricsTable(
    'a{x} counter onEvent from example/shop v1 a.go\nb{x,y} gauge always from example/shop v1 b.go',
  );
  const seen = (text: string) => record({ before: live(text), after: live(''), fromTheStart: () => true }, byHand);

  test('stays where it is not seen, or not with all of its labels', () => {
    expect(seen('# TYPE b gauge\nb{y="1",z="1"} 1')).toEqual(
      metricsTable('a{x} counter onEvent from example/shop v1 a.go\nb{x,y,z} gauge always from example/shop v1 b.go'),
    );
  });

  test('is recorded once it is seen with all of its labels, and that is told', () => {
    const now = seen('# TYPE a counter\na{x="1"} 1');
    expect(now.a).toEqual({ type: 'counter', labels: ['x'], appears: 'always' });
    expect(changes('shop', byHand, { ...now, b: byHand.b! })).toEqual([
      'shop: a: appears onEvent -> always',
      'shop: a: source example/shop v1 a.go -> none',
    ]);
  });
});

describe('the file of a catalogue', () => {
  const shared = metricsTable('go_a gauge always\ngo_b gauge always');
  const file = (...lines: string[]) =>
    [
      '/** What the shop exposes. */',
      'export const shop = metricsTable(',
      '  `',
      ...lines,
      '`,',
      '  shared,',
      ');',
      '',
    ].join('\n');
  const written = file(
    '# recorded from example.com/shop:1 by npm run catalogue',
    'a_seconds{path} histogram always le=0.5,1',
    'lost_total{reason} counter onEvent from example/shop v1 lost.go',
    'z gauge always',
  );
  const known = { ...shared, ...readTable(written) };

  test('has a line for each metric that is not shared, sorted by name, with sorted labels', () => {
    const { z, lost_total, a_seconds } = known;
    const turned = { ...shared, z: z!, lost_total: lost_total!, a_seconds: a_seconds! };
    expect(writeTable(file(), 'example.com/shop:1', shared, turned)).toBe(written);
    expect(writeTable(written, 'example.com/shop:1', known, known)).toBe(written);
    expect(writeTable(file(), 'x', {}, { b: gauge('always', ['y', 'x']) })).toContain('\nb{x,y} gauge always\n`');
  });

  test('says what was recorded last, and keeps all around its table', () => {
    const { z: _, ...without } = known;
    expect(writeTable(written, '$&:2', known, without)).toBe(
      written.replace('example.com/shop:1', () => '$&:2').replace('z gauge always\n', ''),
    );
  });

  test('has a line for what is shared where it differs', () => {
    const now = { ...known, go_a: { ...known.go_a!, appears: 'onEvent' as const } };
    const differs = writeTable(written, 'example.com/shop:1', known, now);
    expect(differs).toBe(written.replace('lost_total', 'go_a gauge onEvent\nlost_total'));
    expect({ ...shared, ...readTable(differs) }).toEqual(now);
  });

  test('keeps, when it is recorded anew, what is shared and what was written by hand', () => {
    expect(Object.keys(withoutRecorded(known, readTable(written)))).toEqual(['go_a', 'go_b', 'lost_total']);
  });

  test('must have a table', () => {
    expect(() => writeTable('export const shop = {};', 'x', {}, {})).toThrow(
      new Error('the file of a catalogue must have a table in backticks, even an empty one'),
    );
  });
});

test('families that depend on the machine or on what was done are never there always', () => {
  const wrong = Object.entries(SOMETIMES).flatMap(([job, families]) =>
    Object.entries(KEPT[job]!.catalogue)
      .filter(([family, { appears }]) => families.test(family) && appears === 'always')
      .map(([family]) => `${job}: ${family}`),
  );
  expect(wrong).toEqual([]);
  expect(Object.keys(SOMETIMES).filter((job) => !(job in KEPT))).toEqual([]);
});

test('every event brings out a metric of kube-state-metrics that the catalogue knows', () => {
  const { catalogue } = KEPT['kube-state-metrics']!;
  expect(SIGNS.filter((family) => catalogue[family]?.appears !== 'onEvent')).toEqual([]);
});

test('the objects of the events have names of their own and use the given image, but for the one that can not be pulled', () => {
  const objects = eventObjects('example.com/shell:1');
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata?.name}`);
  expect(new Set(names).size).toBe(names.length);
  const images = [...JSON.stringify(objects).matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image);
  expect([...new Set(images)].sort()).toEqual(['example.com/shell:1', 'registry.invalid/none:1']);
});
