import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Duration } from 'cdk8s';
import { type Alert, external, Loki, type RuleGroup } from '../../constructs/index.ts';
import { alertExpr } from '../../constructs/kit/rules/rule-group.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { logRules } from '../../constructs/stack/content.ts';
import { type Lines, lineCases, logCases } from '../content/logs/alerts.cases.ts';
import { LINKS, named } from '../lib/alerts/case.ts';
import { installation, type Rendered, render } from '../lib/render.ts';
import { type RunningLoki, startLoki } from './loki.ts';
import { until } from './running.ts';
import { describeWith } from './tools.ts';

/** Seconds: what the ruler sends before it knows Alertmanager is lost, and it sends again after a minute. */
const PATIENCE = 180;

jest.setTimeout(2 * PATIENCE * 1000 + 60_000);

const MINUTE = 60_000;
const BATCH_BYTES = 3_000_000;

const build = (rules: readonly RuleGroup[], alertmanager: string): Rendered =>
  render(
    (chart) =>
      new Loki(chart, 'l', {
        ...{ installation, namespace: 'monitoring', rules, ...LINKS },
        alertmanager: external('alertmanager', alertmanager, { cidrs: ['127.0.0.1/32'] }),
      }),
  );

const config = (rendered: Rendered): Readonly<Record<string, object>> =>
  JSON.parse(JSON.stringify(rendered.file('loki-config', 'loki.yaml')));

/** Stores lines for a tenant, and waits where Loki says that it is too much at once. */
async function push({ url }: RunningLoki, tenant: string, logs: readonly Lines[], at: number): Promise<void> {
  const entries = logs
    .flatMap(({ labels, line, count, from, to }) =>
      Array.from({ length: count }, (_, index) => ({
        stream: { cluster: 'test', container: 'main', stream: 'stdout', ...labels },
        line,
        time: at - (count > 1 ? from - ((from - to) * index) / (count - 1) : from) * MINUTE,
      })),
    )
    .sort((a, b) => a.time - b.time);
  const perBatch = Math.max(1, Math.floor(BATCH_BYTES / Math.max(...entries.map(({ line }) => line.length + 300))));
  for (let next = 0; next < entries.length; next += perBatch) {
    const streams = entries.slice(next, next + perBatch).map(({ stream, line, time }) => ({
      stream,
      values: [[`${Math.round(time)}000000`, line]],
    }));
    let said = '';
    await until(
      async () => {
        const answer = await fetch(`${url}/loki/api/v1/push`, {
          ...{ method: 'POST', body: JSON.stringify({ streams }) },
          headers: { 'content-type': 'application/json', 'x-scope-orgid': tenant },
        });
        said = `${answer.status} ${await answer.text()}`;
        if (!answer.ok && answer.status !== 429) throw new Error(said);
        return answer.ok;
      },
      30,
      () => `Loki takes the lines of ${tenant}; it said: ${said}`,
    );
  }
}

/** What an alert makes of a tenant's lines, as its `fires`. */
async function evaluate({ url }: RunningLoki, tenant: string, alert: Alert, at: number): Promise<object[]> {
  const parameters = new URLSearchParams({ query: alertExpr(alert), time: `${at}000000` });
  const answer = await fetch(`${url}/loki/api/v1/query?${parameters}`, { headers: { 'x-scope-orgid': tenant } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  const result: { metric: Record<string, string>; value: [number, string] }[] = JSON.parse(text).data.result;
  return result.map(({ metric: labels, value: [, value] }) => ({
    labels,
    description: expand(alert.description, labels, Number(value)),
  }));
}

/** What the templates of descriptions become: those that alerts over logs use. */
function expand(text: string, labels: Readonly<Record<string, string>>, value: number): string {
  return text
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '')
    .replaceAll('{{ $value | humanize }}', humanized(value, 1000, ['', 'k', 'M']))
    .replaceAll('{{ $value | humanize1024 }}', humanized(value, 1024, ['', 'ki', 'Mi']));
}

function humanized(value: number, base: number, [unit = '', ...larger]: readonly string[]): string {
  if (value >= base && larger.length > 0) return humanized(value / base, base, larger);
  return `${Number(value.toPrecision(4))}${unit}`;
}

/** What an alert looks for in lines. */
const texts = ({ expr }: Alert) => [...expr.matchAll(/\|~ `([^`]*)`/g)].map(([, text]) => text).join('|');

const alerts = logRules.flatMap(({ alerts = [] }) => alerts);

describeWith('loki', () => {
  let loki: RunningLoki;

  describe('every alert over logs', () => {
    // Each case is a tenant of its own, so that none sees the lines of another.
    beforeAll(async () => {
      const { ruler, ...rest } = config(build(logRules, 'http://127.0.0.1:9'));
      expect(ruler).toBeDefined();
      loki = await startLoki({ ...rest, auth_enabled: true });
    });
    afterAll(() => loki?.stop());

    test.each(logCases.map((one, index) => ({ ...one, tenant: `case-${index}` })))(
      '$alert: $when',
      async ({ alert, logs, fires, tenant }) => {
        const at = Date.now();
        await push(loki, tenant, logs, at);
        const found = await evaluate(loki, tenant, named(logRules, alert), at);
        expect(found).toHaveLength(fires.length);
        expect(found).toEqual(expect.arrayContaining([...fires]));
      },
    );

    test.each(lineCases.map(([alert, line, fires], index) => ({ alert, line, fires, tenant: `line-${index}` })))(
      '$alert is about it $fires: $line',
      async ({ alert, line, fires, tenant }) => {
        const at = Date.now();
        const labels = { namespace: 'shop', app: 'shop', pod: 'shop-1' };
        await push(loki, tenant, [{ labels, line, count: 20, from: 9, to: 1 }], at);
        expect(await evaluate(loki, tenant, named(logRules, alert), at)).toHaveLength(fires ? 1 : 0);
      },
    );

    test('finds no line that quotes its own query', async () => {
      const at = Date.now();
      const quotes = alerts.flatMap((alert): Lines[] => {
        const query = JSON.stringify(alertExpr(alert));
        const times = { count: 20, from: 9, to: 1 };
        const stream = (app: string) => ({ namespace: 'monitoring', app, pod: `${app}-1` });
        return [
          {
            ...times,
            labels: { ...stream('loki'), level: 'error' },
            line: `level=error caller=compat.go:79 rule_name=${alert.name} query=${query} msg="rule evaluation failed"`,
          },
          { ...times, labels: stream('grafana'), line: JSON.stringify({ level: 'info', expr: alertExpr(alert) }) },
          { ...times, labels: stream('prometheus'), line: `level=WARN msg="slow" query=${query}` },
          {
            ...times,
            labels: { namespace: 'edge', app: 'ingress', pod: 'ingress-1' },
            line: `"GET /api/query?${new URLSearchParams({ query: alertExpr(alert) })} HTTP/1.1" 200 12`,
          },
          {
            ...times,
            labels: { namespace: 'edge', app: 'ingress', pod: 'ingress-2' },
            line: `"GET /explore?${new URLSearchParams({ panes: `{app="shop"} |~ "${texts(alert)}"` })} HTTP/1.1" 200 12`,
          },
        ];
      });
      await push(loki, 'quotes', quotes, at);
      const found: object[] = [];
      for (const alert of alerts) {
        for (const one of await evaluate(loki, 'quotes', alert, at)) found.push({ alert: alert.name, ...one });
      }
      expect(found).toEqual([]);
    });
  });

  describe('the ruler', () => {
    let pager: Server;
    const received: { labels: Record<string, string>; annotations: Record<string, string>; generatorURL: string }[] =
      [];

    beforeAll(async () => {
      pager = createServer((request, response) => {
        let body = '';
        request.on('data', (data) => {
          body += data;
        });
        request.on('end', () => {
          if (request.url === '/team/api/v2/alerts') received.push(...JSON.parse(body));
          response.end();
        });
      });
      await new Promise<void>((done) => pager.listen(0, '127.0.0.1', done));
    });
    afterAll(async () => {
      await loki?.stop();
      pager.close();
    });

    const panic: Alert = { ...named(logRules, 'LogGoPanic'), for: Duration.seconds(0) };
    const arrived = (name: string) => received.find(({ labels }) => labels.alertname === name);

    test('evaluates the rules as they are rendered, sends alerts to Alertmanager, and notices other rules', async () => {
      const address = pager.address() as AddressInfo;
      const rendered = build([{ name: 'panics', alerts: [panic] }], `http://127.0.0.1:${address.port}/team`);
      const { ruler, ...rest } = config(rendered);
      // Only how often it looks is not ours.
      loki = await startLoki({ ...rest, ruler: { ...ruler, evaluation_interval: '1s', poll_interval: '1s' } });
      const [mount] = rendered
        .find('Deployment', 'loki')
        .spec.template.spec.containers[0].volumeMounts.filter(({ name }: { name: string }) => name.includes('rules'));
      const folder = mount.mountPath.replace('/etc/loki/rules', loki.rules);
      const write = (file: string, content: unknown) => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(`${folder}/${file}`, toYaml(content));
      };
      write('panics.yml', rendered.file('loki-rules', 'panics.yml'));
      const labels = { namespace: 'shop', app: 'shop', pod: 'shop-1' };
      await push(loki, 'fake', [{ labels, line: 'panic: no more', count: 3, from: 1, to: 0.1 }], Date.now());
      await until(
        () => arrived('LogGoPanic') !== undefined,
        PATIENCE,
        () => `an alert arrived; there are ${JSON.stringify(received)}`,
      );
      expect(arrived('LogGoPanic')).toMatchObject({
        labels: { ...labels, alertname: 'LogGoPanic', severity: 'warning', cluster: 'test' },
        annotations: {
          summary: 'A Go program panics.',
          description: 'shop-1 (shop in shop) logged 3 panics within 10 minutes.',
          runbook_url: 'https://runbooks.example.com/LogGoPanic.md',
          dashboard_url: 'https://grafana.example.com/d/logs?var-namespace=shop&var-app=shop&var-pod=shop-1',
        },
        generatorURL: expect.stringMatching(/^https:\/\/grafana\.example\.com\/explore\?left=.*loki/),
      });
      const later = build([{ name: 'later', alerts: [{ ...panic, name: 'Later' }] }], 'http://127.0.0.1:9');
      write('later.yml', later.file('loki-rules', 'later.yml'));
      await until(
        () => arrived('Later') !== undefined,
        PATIENCE,
        () => `an alert of the new file arrived; there are ${JSON.stringify(received)}`,
      );
    });
  });
});
