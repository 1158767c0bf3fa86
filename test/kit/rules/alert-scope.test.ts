import { Duration } from 'cdk8s';
import {
  ALERT_MATCH,
  type AlertScope,
  alertRelabelConfigs,
  scopeAlertProblems,
  scopedRules,
  scopeProblems,
} from '../../../constructs/kit/rules/alert-scope.ts';
import { type Alert, alertExpr } from '../../../constructs/kit/rules/rule-group.ts';
import { matchesRegex } from '../../../constructs/query/regex.ts';

type Labels = Readonly<Record<string, string>>;

/** The action `replace`, as Prometheus has it: anchored, over the values of the source labels. */
function relabeled(scopes: readonly AlertScope[], labels: Labels): Labels {
  const current: Record<string, string> = { ...labels };
  for (const config of alertRelabelConfigs(scopes)) {
    const { source_labels, regex, target_label, replacement } = config as {
      readonly source_labels: readonly string[];
      readonly regex: string;
      readonly target_label: string;
      readonly replacement: string;
    };
    const value = source_labels.map((label) => current[label] ?? '').join(';');
    if (matchesRegex(regex, value)) current[target_label] = replacement.replaceAll('$$', '$');
  }
  return current;
}

const alert: Alert = {
  name: 'ShopErrors',
  summary: 'Errors.',
  description: 'Errors.',
  expr: 'errors',
  above: 0.05,
  for: Duration.minutes(5),
  severity: 'critical',
};

describe('labels and severities', () => {
  const scopes: readonly AlertScope[] = [
    { match: { namespace: ['shop', 'shop-*'] }, labels: { team: 'shop', cost: '5$1' } },
    { match: { namespace: 'dev-*' }, severity: 'warning' },
    { match: { namespace: 'dev-*', alertname: 'ShopErrors' }, severity: 'critical' },
    { match: { pod: /api-[a-z0-9]+-[a-z0-9]{5}/ }, labels: { team: 'api' } },
  ];

  test.each([
    ['of a namespace', { namespace: 'shop' }, { team: 'shop', cost: '5$1' }],
    ['of several', { namespace: 'shop-eu' }, { team: 'shop', cost: '5$1' }],
    ['of no other', { namespace: 'workshop' }, {}],
    ['of a pod, where the later wins', { namespace: 'shop', pod: 'api-5d9c-x2x2x' }, { team: 'api', cost: '5$1' }],
    ['of no other pod', { namespace: 'ns', pod: 'api-gateway-5d9c-x2x2x' }, {}],
    ['of lower severity', { namespace: 'dev-ann', severity: 'critical' }, { severity: 'warning' }],
    ['of its own severity', { namespace: 'dev-ann', severity: 'critical', alertname: 'ShopErrors' }, {}],
    ['of the severity none', { namespace: 'dev-ann', severity: 'none' }, {}],
  ])('%s', (_, labels: Labels, changes) => {
    expect(relabeled(scopes, labels)).toEqual({ ...labels, ...changes });
  });
});

describe('thresholds', () => {
  const labels = { namespace: 'shop', app: 'a$b' };
  const scopes: readonly AlertScope[] = [
    { match: { ...labels, alertname: 'ShopErrors' }, above: 0.1 },
    { match: { namespace: 'shop', alertname: 'ShopErrors' }, above: 0.01 },
    { match: { namespace: 'shop', alertname: 'Others' }, above: 7 },
    { match: { namespace: 'shop', alertname: 'ShopErrors' }, severity: 'warning' },
  ];

  test('the last that matches comes first', () => {
    const [group] = scopedRules([{ name: 'shop', alerts: [alert] }], scopes);
    expect(group?.alerts?.[0]?.thresholds).toEqual([
      { labels: { namespace: 'shop' }, value: 0.01 },
      { labels, value: 0.1 },
    ]);
  });

  test('they become part of the expression', () => {
    expect(alertExpr({ ...alert, thresholds: [{ labels, value: 0.1 }] })).toBe(
      '(errors) > on (namespace, app) group_left () ' +
        'label_replace(label_replace(vector(0.1), "namespace", "shop", "", ""), "app", "a$$b", "", "")\n' +
        'or ((errors) > 0.05) unless on (namespace, app) ' +
        'label_replace(label_replace(vector(0.1), "namespace", "shop", "", ""), "app", "a$$b", "", "")',
    );
  });

  test('groups without one are left as they are', () => {
    const groups = [{ name: 'shop', alerts: [alert] }];
    expect(scopedRules(groups, scopes.slice(3))).toBe(groups);
  });
});

test('a pattern that is to match capitals, too', () => {
  expect(scopeProblems('scope', { match: { namespace: /DEV-.*/i }, severity: 'none' })).toEqual([]);
  expect(JSON.stringify(alertRelabelConfigs([{ match: { namespace: /DEV-.*/i }, severity: 'none' }]))).toContain(
    '(?i:DEV-.*)',
  );
});

test.each<[AlertScope, string]>([
  [
    { match: { 'a-b': 'x' }, severity: 'none' },
    "'scope.match' (\"a-b\") must be names of labels: letters, digits and '_'",
  ],
  [{ match: { pod: /(?=a)/ }, severity: 'none' }, "'scope.match.pod' (/(?=a)/): invalid regular expression"],
  [{ match: { pod: /a/gi }, severity: 'none' }, "'scope.match.pod' (/a/gi): the flags gi must be i or none"],
  [
    { match: { app: 'x' }, labels: { namespace: 'y' } },
    '\'scope.labels\' ("namespace") must be other labels than alertname',
  ],
  [{ match: { app: 'x' } }, "'scope' must change something"],
  [{ match: { app: 'x' }, above: 1 }, "'scope.match' must name one alert and whole values if it changes a threshold"],
  [{ match: { alertname: 'A', app: 'x-*' }, above: 1 }, "'scope.match' must name one alert and whole values"],
  [
    { match: { app: 'x' }, severity: 'page' as 'none' },
    "'scope.severity' (\"page\") must be 'critical', 'warning' or 'none'",
  ],
])('refuses %j', (scope, message) => {
  expect(scopeProblems('scope', scope)).toEqual([expect.stringContaining(message)]);
});

test.each([
  [
    { alertname: 'ShopErors' },
    {},
    ['\'scope\' ("ShopErors") must name an alert that exists; did you mean ShopErrors?'],
  ],
  [{ alertname: 'SomethingElse' }, {}, []],
  [{ alertname: 'Shop*' }, {}, []],
  [
    { alertname: 'ShopErrors' },
    { below: 1 },
    [
      "'scope' (1) must replace a threshold that ShopErrors has: the alert fires above its threshold (0.05); give 'above'",
    ],
  ],
  [{ alertname: 'ShopErrors' }, { above: 1 }, []],
])('compares %j %j with the alerts of the stack', (match, change, problems) => {
  expect(scopeAlertProblems('scope', { match, ...change }, [alert])).toEqual(problems);
});

test('values that not every program reads alike are refused where they are given', () => {
  const problems: string[] = [];
  ALERT_MATCH('match', { namespace: ['shop', 'a\u2028b'], team: 'a\0b', app: 'two\nlines' }, problems);
  expect(problems).toEqual([
    `'match.namespace' (["shop", "a\\u2028b"]) must be text without control characters, or a list of texts; for example "dev-*"`,
    `'match.team' ("a\\u0000b") must be text without control characters, or a list of texts; for example "dev-*"`,
  ]);
});
