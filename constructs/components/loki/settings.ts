import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { endpoint } from '../../kit/endpoint.ts';
import { GUARD } from '../../kit/guard.ts';
import { optional, type Shape } from '../../kit/read.ts';
import { RULE_GROUPS, ruleProblems } from '../../kit/rules/rule-problems.ts';
import * as kit from '../../kit/settings.ts';
import { canonicalSize, mebibytes, seconds } from '../../kit/units.ts';
import * as urls from '../../kit/urls.ts';
import * as validators from '../../kit/validators.ts';
import { human } from '../../kit/values.ts';
import type { LokiProps } from './props.ts';

/** The release that this project is tested with. */
export const IMAGE = 'docker.io/grafana/loki:3.7.6';

/** How often alerts are evaluated. */
export const EVALUATION_INTERVAL = Duration.minutes(1);

export type Settings = kit.Settings<LokiProps, ReturnType<typeof defaults>>;

function defaults() {
  return {
    name: 'loki',
    image: IMAGE,
    retention: Duration.days(7),
    storage: Size.gibibytes(10),
    memory: { request: Size.mebibytes(256), limit: Size.gibibytes(1) },
    cpu: Cpu.millis(100),
    ingestionRate: Size.mebibytes(8),
    maxStreams: 10_000,
    rules: [],
  };
}

const SHAPE: Shape<LokiProps> = {
  rules: RULE_GROUPS,
  alertmanager: optional(endpoint('alertmanager')),
  guard: GUARD,
};

/** How Loki reads its props. */
export const lokiSettings = kit.readerOf<LokiProps, ReturnType<typeof defaults>>({
  defaults,
  shape: SHAPE,
  problems,
});

const DAY = 86_400;

function problems(settings: Settings): string[] {
  const { retention, memory, ingestionRate, maxStreams, runbooksUrl, grafanaUrl, rules, alertmanager } = settings;
  return [
    ...validators.unless(
      seconds(retention) >= DAY && seconds(retention) % DAY === 0,
      `'retention' (${human(retention)}) must be whole days, at least one, because the index is one table a day; for example Duration.days(7)`,
    ),
    ...validators.memoryLimit(memory, Size.mebibytes(256), 'Loki is killed while it replays its write-ahead log'),
    ...validators.unless(
      mebibytes(ingestionRate) >= 1 && validators.isPossibleSize(ingestionRate),
      `'ingestionRate' (${canonicalSize(ingestionRate)}) must be at least 1Mi a second, the size of one batch; for example Size.mebibytes(8)`,
    ),
    ...validators.wholeNumber(
      'maxStreams',
      maxStreams,
      100,
      'one container makes about three streams; for example 10000',
    ),
    ...urls.link('runbooksUrl', runbooksUrl),
    ...urls.linkToProgram('grafanaUrl', grafanaUrl),
    ...ruleProblems(rules, { name: 'evaluation interval', of: [EVALUATION_INTERVAL] }),
    ...validators.unless(
      rules.length === 0 || alertmanager !== undefined,
      "'rules' has alerts that nobody would get, because 'alertmanager' is missing; pass the endpoint of an Alertmanager, or leave 'rules' out",
    ),
    ...rules
      .flatMap(({ records = [] }) => records)
      .map(
        ({ record }) =>
          `recording rule '${record}': Loki keeps no series, and would have to write them to a Prometheus that takes remote writes; ` +
          'ask for the lines in the alert or panel itself',
      ),
    ...rules
      .filter(({ needs = [] }) => needs.length > 0)
      .map(({ name }) => `group '${name}': 'needs' names scrape jobs, and logs come from none; leave it out`),
  ];
}
