import { readObjects } from '../lib/dist.ts';
import { describeWith, run } from './tools.ts';

/** The queries of the dashboards for Loki, read by Loki's own parser. */

interface Panel {
  readonly targets?: readonly { readonly datasource?: { readonly type?: string }; readonly expr?: string }[];
}

const dashboards: readonly { readonly panels?: readonly Panel[] }[] = readObjects()
  .filter(({ kind }) => kind === 'ConfigMap')
  .flatMap(({ data }) => Object.entries<string>(data))
  .filter(([file]) => file.endsWith('.json'))
  .map(([, text]) => JSON.parse(text));

const queries = dashboards
  .flatMap(({ panels = [] }) => panels)
  .flatMap(({ targets = [] }) => targets)
  .filter(({ datasource }) => datasource?.type === 'loki')
  .map(({ expr = '' }) => expr);

/** As Grafana sends it, with some value for each variable. */
const sent = (query: string) =>
  query.replaceAll(/\$__(auto|range|interval)\b/g, '5m').replaceAll(/\$\w+|\$\{[^}]*\}/g, 'x');

describeWith('logcli', () => {
  const read = (query: string) => run('logcli', ['fmt'], { input: sent(query) });

  test.each([...new Set(queries)])('accepts %s', (query) => {
    expect(read(query)).toMatchObject({ status: 0 });
  });

  test('refuses a query that does not parse', () => {
    const { status, output } = read('{app="shop"');
    expect(output).toContain('failed to parse the query');
    expect(status).not.toBe(0);
  });
});
