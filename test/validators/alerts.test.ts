import { metricRules } from '../../constructs/index.ts';
import { ruleGroup } from '../../constructs/lib/rule-group.ts';
import { toYaml } from '../../constructs/lib/yaml.ts';
import { LINKS, promtoolFile, type TopicCases } from '../alerts/case.ts';
import { alertCases, recordCases } from '../alerts/index.ts';
import { describeWith, run, type Verdict, withFiles } from './tools.ts';

const PASSED = { status: 0, output: expect.stringContaining('SUCCESS') };

/** Every alert and every recording rule over metrics, evaluated by Prometheus' own engine. */
describeWith('promtool', () => {
  const evaluate = (cases: TopicCases): Verdict =>
    withFiles(
      {
        'rules.yml': toYaml({ groups: metricRules.map((group) => ruleGroup(group, LINKS)) }),
        'tests.yml': toYaml(promtoolFile(metricRules, cases)),
      },
      (folder) => run('promtool', ['test', 'rules', 'tests.yml'], folder),
    );

  test.each(alertCases)('$alert: $when', (one) => {
    expect(evaluate({ alerts: [one] })).toEqual(PASSED);
  });

  if (recordCases.length > 0) {
    test.each(recordCases)('$record: $when', (one) => {
      expect(evaluate({ records: [one] })).toEqual(PASSED);
    });
  }
});
