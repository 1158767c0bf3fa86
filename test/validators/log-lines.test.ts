import { Loki } from '../../constructs/index.ts';
import { STREAM_LABELS } from '../../constructs/kit/labels.ts';
import { levelCases, traceCases } from '../components/alloy/levels.cases.ts';
import { installation, render } from '../lib/render.ts';
import { type Container, type RunningAlloy, startAlloy } from './alloy.ts';
import { type RunningLoki, startLoki } from './loki.ts';
import { until } from './running.ts';
import { describeWith } from './tools.ts';

jest.setTimeout(120_000);

const cases = [
  ...levelCases.map(([text, level]) => ({ what: text, text, level })),
  ...traceCases.map(([what, text, level]) => ({ what, text, level })),
].map((one, index) => ({ ...one, app: `case-${index}` }));

interface Stream {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [time: string, line: string])[];
}

/** Behind each case, so that it can be seen that nothing follows it. */
const END = 'end of the case';

describeWith('alloy', () => {
  describeWith('loki', () => {
    let loki: RunningLoki;
    let alloy: RunningAlloy;
    let streams: readonly Stream[] = [];

    beforeAll(async () => {
      const rendered = render((chart) => new Loki(chart, 'l', { installation, namespace: 'monitoring' }));
      loki = await startLoki(JSON.parse(JSON.stringify(rendered.file('loki-config', 'loki.yaml'))));
      const containers = cases.map(
        ({ app, text }): Container => ({
          labels: { namespace: 'shop', app, pod: `${app}-1`, workload_kind: 'StatefulSet', workload: app },
          lines: [text, END],
        }),
      );
      alloy = await startAlloy(loki.url, containers);
      const stored = async () => {
        const parameters = new URLSearchParams({ query: '{namespace="shop"}', limit: '5000', since: '1h' });
        const answer = await fetch(`${loki.url}/loki/api/v1/query_range?${parameters}`);
        const { data } = (await answer.json()) as { data: { result: Stream[] } };
        return data.result;
      };
      await until(
        async () => {
          streams = await stored();
          return streams.flatMap(({ values }) => values).filter(([, line]) => line === END).length === cases.length;
        },
        60,
        () => `all cases are stored; there are ${streams.length} streams`,
      );
    });
    afterAll(async () => {
      await alloy?.stop();
      await loki?.stop();
    });

    test('streams have the labels that queries may ask for, and no others', () => {
      const labels = new Set(streams.flatMap(({ stream }) => Object.keys(stream)));
      expect([...labels].sort()).toEqual([...STREAM_LABELS].sort());
    });

    test('entries and bytes are counted by workload and level', async () => {
      const metrics = await (await fetch(`${alloy.url}/metrics`)).text();
      const of = (name: string, level: string) =>
        metrics.match(
          new RegExp(`^log_${name}_total\\{app="case-0",.*${level}namespace="shop",workload="case-0",.*$`, 'gm'),
        );
      const counted = [of('lines', 'level="error",'), of('bytes', 'level="error",')].flatMap((found) => found ?? []);
      expect(counted.map((line) => line.replace(/component_\w+="[^"]*",?/g, ''))).toEqual([
        'log_lines_total{app="case-0",level="error",namespace="shop",workload="case-0",workload_kind="StatefulSet"} 1',
        `log_bytes_total{app="case-0",level="error",namespace="shop",workload="case-0",workload_kind="StatefulSet"} ${cases[0]?.text.length}`,
      ]);
    });

    test.each(cases)('is one entry with its level: $what', ({ app, text, level }) => {
      const found = streams
        .filter(({ stream }) => stream.app === app)
        .flatMap(({ stream, values }) => values.map(([, line]) => ({ line, level: stream.level })))
        .filter(({ line }) => line !== END);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colors are written with one.
      expect(found).toEqual([{ line: text.replaceAll(/\u001b\[\d+m/g, ''), level }]);
    });
  });
});
