import { Duration } from 'cdk8s';
import { type Alert, metricRules, type RuleGroup } from '../../constructs/index.ts';
import { ruleGroup } from '../../constructs/kit/rules/rule-group.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { slo, sloGroups } from '../components/application/slo.cases.ts';
import { LINKS, promtoolFile, type TopicCases } from '../lib/alerts/case.ts';
import { closure } from '../lib/alerts/closure.ts';
import { topics } from '../lib/alerts/index.ts';
import { withFiles } from '../lib/files.ts';
import { describeWith, run, type Verdict } from './tools.ts';

/**
 * Every alert and every recording rule over metrics, evaluated by Prometheus' own engine. Cases about the same rules share
 * one run.
 */
describeWith('promtool', () => {
  describe.each([
    ['the metrics', metricRules, topics],
    ['a promise of an application', sloGroups, [slo]],
  ] as const)('%s', (_, groups, cases) => {
    const alerts = cases.flatMap(({ alerts = [] }) => alerts);
    const records = cases.flatMap(({ records = [] }) => records);
    const names = new Set([
      ...alerts.map(({ alert, when }) => `${alert}: ${when}`),
      ...records.map(({ record, when }) => `${record}: ${when}`),
    ]);
    const verdicts = new Map<string, Verdict>();

    /** What promtool says of all cases of the same rules. */
    const verdict = (rule: string, every = '1m'): Verdict => {
      const chosen = closure(groups, rule);
      const key = `${nameOf(chosen)} ${every}`;
      const same = (other: string, { every: often = '1m' } = {}) =>
        `${nameOf(closure(groups, other))} ${often}` === key;
      const found =
        verdicts.get(key) ??
        evaluate(
          chosen,
          {
            alerts: alerts.filter((one) => same(one.alert, one)),
            records: records.filter(({ record }) => same(record)),
          },
          every,
        );
      verdicts.set(key, found);
      return found;
    };
    /** Fails with everything that promtool says about the case. */
    const prove = (rule: string, when: string, every?: string) => {
      const { status, output } = verdict(rule, every);
      const about = output.split(/(?=^ +name: )/m).filter((part) => part.includes(`name: ${rule}: ${when},`));
      expect(about).toEqual([]);
      // What fails is one of the cases, or the rules themselves: nothing fails unseen.
      const failed = [...output.matchAll(/^ +name: (.*),$/gm)].map(([, name]) => name);
      expect(failed.filter((name) => !names.has(name ?? ''))).toEqual([]);
      expect(status === 0 || failed.length > 0 ? 'told' : output).toBe('told');
    };

    test.each(alerts)('$alert: $when', ({ alert, when, every }) => prove(alert, when, every));
    test.each(records)('$record: $when', ({ record, when }) => prove(record, when));
  });

  test('series that have a threshold of their own', () => {
    const errors: Alert = {
      ...{ name: 'ShopErrors', summary: 'Errors.', description: 'In {{ $labels.app }}.' },
      ...{ expr: 'errors', above: 5, for: Duration.minutes(0), severity: 'warning' },
      thresholds: [
        { labels: { namespace: 'shop', app: 'api' }, value: 1 },
        { labels: { namespace: 'shop' }, value: 50 },
      ],
    };
    const firing = (app: string) => ({ labels: { namespace: 'shop', app, pod: 'a' }, description: `In ${app}.` });
    const when = 'all have ten errors';
    const series = Object.fromEntries(
      ['shop/api', 'shop/web', 'other/api'].map((name) => {
        const [namespace, app] = name.split('/');
        return [`errors{namespace="${namespace}", app="${app}", pod="a"}`, '10x9'];
      }),
    );
    const other = { ...firing('api'), labels: { ...firing('api').labels, namespace: 'other' } };
    const fires = [firing('api'), other];
    const cases = { alerts: [{ alert: 'ShopErrors', when, series, at: '5m', fires }] };
    const verdict = evaluate([{ name: 'shop', alerts: [errors] }], cases, '1m');
    expect(verdict).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
  });
});

function evaluate(groups: readonly RuleGroup[], cases: TopicCases, every: string): Verdict {
  return withFiles(
    {
      'rules.yml': toYaml({ groups: groups.map((group) => ruleGroup(group, LINKS)) }),
      'tests.yml': toYaml(promtoolFile(groups, cases, every)),
    },
    (folder) => run('promtool', ['test', 'rules', 'tests.yml'], { cwd: folder }),
  );
}

const nameOf = (groups: readonly RuleGroup[]) =>
  groups
    .flatMap(({ records = [], alerts = [] }) => [
      ...records.map(({ record }) => record),
      ...alerts.map(({ name }) => name),
    ])
    .join();
