import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { endpoint } from '../../kit/endpoint.ts';
import { optional, type Shape } from '../../kit/read.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';
import { RULE_GROUPS, ruleProblems } from '../../kit/rules/rule-problems.ts';
import { LONGEST_INTERVAL } from '../../kit/scrape/problems.ts';
import * as kit from '../../kit/settings.ts';
import { canonicalSize, mebibytes, seconds } from '../../kit/units.ts';
import * as urls from '../../kit/urls.ts';
import * as validators from '../../kit/validators.ts';
import { human } from '../../kit/values.ts';
import type { PrometheusProps } from './props.ts';

/** The release that this project is tested with. */
export const IMAGE = 'docker.io/prom/prometheus:v3.14.0';

/** Share of the volume that samples may fill; the rest is for the write-ahead log and compaction. */
const SAMPLES_SHARE = 0.8;

export type Settings = kit.Settings<PrometheusProps, ReturnType<typeof defaults>>;

function defaults({ scrapeInterval = Duration.seconds(15), storage = Size.gibibytes(10) }: Partial<PrometheusProps>) {
  return {
    name: 'prometheus',
    image: IMAGE,
    rules: [],
    chooseAdded: (groups: readonly RuleGroup[]) => groups,
    scrapeInterval,
    evaluationInterval: scrapeInterval,
    retention: Duration.days(15),
    storage,
    retentionSize: Size.mebibytes(Math.floor(mebibytes(storage) * SAMPLES_SHARE)),
    memory: { request: Size.mebibytes(512), limit: Size.gibibytes(2) },
    cpu: Cpu.millis(200),
    url: 'http://localhost:9090',
  };
}

const SHAPE: Shape<PrometheusProps> = { rules: RULE_GROUPS, alertmanager: optional(endpoint('alertmanager')) };

/** How Prometheus reads its props. */
export const prometheusSettings = kit.readerOf<PrometheusProps, ReturnType<typeof defaults>>({
  defaults,
  shape: SHAPE,
  problems,
});

const TWO_HOURS = 7200;

function problems(settings: Settings): string[] {
  const { scrapeInterval, evaluationInterval, retention, retentionSize, storage, memory, url } = settings;
  const second = Duration.seconds(1);
  return [
    ...validators.between(
      'scrapeInterval',
      scrapeInterval,
      second,
      LONGEST_INTERVAL,
      'a series counts as gone after 5 minutes, and one missed scrape must leave no gap; for example Duration.seconds(15)',
    ),
    ...validators.between(
      'evaluationInterval',
      evaluationInterval,
      second,
      LONGEST_INTERVAL,
      "recorded series count as gone after 5 minutes; leave it out to use 'scrapeInterval'",
    ),
    ...validators.unless(
      seconds(retention) >= TWO_HOURS && Number.isFinite(seconds(retention)),
      `'retention' (${human(retention)}) must be at least 2 hours, the length of one block; for example Duration.days(15)`,
    ),
    ...validators.unless(
      mebibytes(retentionSize) >= 1 && mebibytes(retentionSize) <= mebibytes(storage) * SAMPLES_SHARE,
      `'retentionSize' (${canonicalSize(retentionSize)}) must be at least 1Mi and at most 80% of 'storage' (${canonicalSize(storage)}), ` +
        'or the volume fills up before old samples are deleted; ' +
        `leave 'retentionSize' out, or set it to at most ${Math.floor(mebibytes(storage) * SAMPLES_SHARE)}Mi`,
    ),
    ...validators.memoryLimit(memory, Size.mebibytes(256), 'Prometheus is killed while it starts'),
    ...urls.httpUrl('url', url),
    ...urls.link('runbooksUrl', settings.runbooksUrl),
    ...urls.linkToProgram('grafanaUrl', settings.grafanaUrl),
    ...ruleProblems(settings.rules, {
      name: 'scrape and evaluation interval',
      of: [scrapeInterval, evaluationInterval],
    }),
  ];
}
