import { healthySeries, isOfCluster, renaming, renderHealthy } from '../../ops/lib/healthy-series.ts';

/** How a healthy cluster is written down. */

const NOW = 1_800_000_000;
const asIs = (text: string) => text;
const sample = (name: string, value: number | string, labels: Readonly<Record<string, string>> = {}) => ({
  metric: { __name__: name, ...labels },
  value: [NOW, String(value)] as const,
});

describe('a series', () => {
  test('of a counter has what it rises by in a minute, if it does', () => {
    const counter = sample('http_requests_total', 1234.56789, { pod: 'a', app: 'b' });
    expect(healthySeries({ sample: counter, rate: 0.5, changes: false }, NOW, asIs)).toEqual({
      ...{ name: 'http_requests_total', labels: { app: 'b', pod: 'a' }, value: 1234.57, perMinute: 30 },
    });
    expect(healthySeries({ sample: counter, rate: 0, changes: false }, NOW, asIs)).not.toHaveProperty('perMinute');
  });

  test('that tells a time has how long ago that was, and whether it moves on', () => {
    const told = (name: string, changes: boolean) =>
      healthySeries({ sample: sample(name, NOW - 90), changes }, NOW, asIs);
    expect(told('last_run_timestamp_seconds', true)).toMatchObject({ ago: 90, repeats: true });
    expect(told('last_run_timestamp_seconds', false)).not.toHaveProperty('repeats');
    expect(told('process_start_time_seconds', true)).not.toHaveProperty('repeats');
    expect(told('process_start_time_seconds', true)).not.toHaveProperty('value');
  });

  test('that would tell a time, but nothing has happened yet, has its value', () => {
    const never = { sample: sample('last_run_timestamp_seconds', 0), changes: false };
    expect(healthySeries(never, NOW, asIs)).toEqual({ name: 'last_run_timestamp_seconds', labels: {}, value: 0 });
  });
});

test("what is a cluster's own is renamed, the same to the same", () => {
  const rename = renaming(['big-machine', 'other']);
  const uid = '834c8b1f-ede9-4b8b-8df5-a093388d3158';
  expect(
    [
      'big-machine',
      'https://other:10250',
      'another',
      '10.244.1.24:8000',
      '10.244.1.25',
      '10.244.1.24',
      `/nested/big-machine/kubepods/burstable/pod${uid.replaceAll('-', '_')}`,
      `/var/log/pods/shop_shop-a_${uid}/shop/0.log`,
      'f'.repeat(64),
      'v1.34.4',
    ].map(rename),
  ).toEqual([
    'node-1',
    'https://node-2:10250',
    'another',
    '192.0.2.1:8000',
    '192.0.2.2',
    '192.0.2.1',
    '/kubepods/burstable/poduid-1',
    '/var/log/pods/shop_shop-a_uid-2/shop/0.log',
    'uid-3',
    'v1.34.4',
  ]);
});

test('what else is on the machine is left out', () => {
  const is = (labels: Readonly<Record<string, string>>) => isOfCluster(sample('x', 1, labels));
  expect([is({}), is({ mountpoint: '/' }), is({ id: '/' }), is({ id: '/kubepods/x' })]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([is({ mountpoint: '/home' }), is({ id: '/system.slice/sshd' })]).toEqual([false, false]);
});

test('the file is sorted, a series a line', () => {
  const one = (name: string) => ({ name, labels: {}, value: 1 });
  expect(renderHealthy([one('b'), one('a')])).toBe(
    '[\n{"name":"a","labels":{},"value":1},\n{"name":"b","labels":{},"value":1}\n]\n',
  );
});
