import { Duration, Size } from 'cdk8s';
import { metrics as lokiMetrics } from '../../../constructs/components/loki/metrics.ts';
import { kubelet } from '../../../constructs/content/kubernetes/jobs.ts';
import { annotatedPods, type Catalogue, external, type ScrapeJob } from '../../../constructs/index.ts';
import { podsOf } from '../../../constructs/kit/endpoint.ts';
import { jobProblems } from '../../../constructs/kit/scrape/problems.ts';
import { CONTENT } from '../../../constructs/stack/content.ts';

const cart: ScrapeJob = {
  job: 'cart',
  discovery: 'pods',
  endpoint: {
    protocol: 'metrics',
    to: podsOf('shops', 'cart'),
    ports: [{ port: 80 }],
    url: 'http://cart.shops.svc:80',
  },
};
const more: Catalogue = { more_total: { type: 'counter', labels: [], appears: 'always' } };
const problems = (...jobs: readonly ScrapeJob[]) => jobProblems(jobs, Duration.seconds(15), CONTENT);

test.each<[string, readonly ScrapeJob[], string[]]>([
  ['nothing', [cart, kubelet], []],
  ['the longest interval', [{ ...cart, interval: Duration.minutes(2) }], []],
  ['a timeout as long as the interval', [{ ...cart, interval: Duration.seconds(5), timeout: Duration.seconds(5) }], []],
  [
    'an interval above two minutes',
    [{ ...cart, interval: Duration.seconds(121) }],
    [
      "job 'cart': 'interval' (2 minutes 1 second) must be between 1 second and 2 minutes: a series counts as gone after 5 minutes, " +
        'and one missed scrape must leave no gap; for example Duration.minutes(1)',
    ],
  ],
  [
    'an interval below a second',
    [{ ...cart, interval: Duration.millis(500) }],
    [
      "job 'cart': 'interval' (500 milliseconds) must be between 1 second and 2 minutes: a series counts as gone after 5 minutes, " +
        'and one missed scrape must leave no gap; for example Duration.minutes(1)',
    ],
  ],
  [
    'a timeout above the interval that Prometheus gives it',
    [{ ...cart, timeout: Duration.seconds(16) }],
    [
      "job 'cart': 'timeout' (16 seconds) must be at most its 'interval' (15 seconds), or scrapes overlap; " +
        "leave 'timeout' out, or raise 'interval'",
    ],
  ],
  [
    'targets twice',
    [cart, { ...cart, job: 'trolley' }],
    ["job 'trolley': its targets (http://cart.shops.svc:80) are scraped by the job 'cart' already; add them once"],
  ],
  [
    "a name of the stack's own",
    [
      { ...cart, job: 'loki' },
      { ...cart, job: 'kubelet', path: '/other', exposes: lokiMetrics },
    ],
    ['loki', 'kubelet'].map(
      (job) =>
        `job '${job}': 'job' ("${job}") must not be the name of a job of the stack, unless it exposes the same metrics: ` +
        `series would be taken for those of that part; for example "${job}-app"`,
    ),
  ],
  ['a part of the stack that runs elsewhere', [{ ...cart, job: 'loki', exposes: { ...lokiMetrics, ...more } }], []],
  ['another path of the same targets', [cart, { ...cart, job: 'trolley', path: '/other' }], []],
  [
    'targets outside the cluster',
    [{ ...cart, endpoint: external('metrics', 'http://example.com:80', { cidrs: ['192.0.2.1/32'] }) }],
    [
      "job 'cart': its targets (http://example.com:80) must be pods with a label, because that is how they are found; " +
        'for example those of an Application',
    ],
  ],
  [
    'pods without a label',
    [{ ...cart, endpoint: { ...cart.endpoint, to: { namespace: 'shops' } } }],
    [
      "job 'cart': its targets (http://cart.shops.svc:80) must be pods with a label, because that is how they are found; " +
        'for example those of an Application',
    ],
  ],
  [
    'an interval that is no length of time',
    [{ ...cart, interval: Duration.seconds(Number.NaN), timeout: Duration.seconds(0) }],
    [
      "job 'cart': 'interval' (NaN milliseconds) must be between 1 second and 2 minutes: a series counts as gone after 5 minutes, " +
        'and one missed scrape must leave no gap; for example Duration.minutes(1)',
      "job 'cart': 'timeout' (0 seconds) must be above zero; for example Duration.seconds(10)",
    ],
  ],
  [
    'bounds that let nothing through',
    [
      {
        ...cart,
        limits: { samples: 0, body: Size.mebibytes(0) },
        drop: '(',
        dropValues: { series: '[', label: 'le', values: '*' },
      },
    ],
    [
      "job 'cart': 'limits.samples' (0) must be a whole number of at least 1; leave it out for the default",
      "job 'cart': 'limits.body' (0Ki) must be at least 1Mi; for example Size.mebibytes(64)",
      expect.stringMatching(
        /^job 'cart': 'drop' \("\("\) must be a regular expression \(.+\); for example "\.\+_bucket"$/,
      ),
      expect.stringMatching(
        /^job 'cart': 'dropValues.series' \("\["\) must be a regular expression \(.+\); for example "http_.+"$/,
      ),
      expect.stringMatching(
        /^job 'cart': 'dropValues.values' \("\*"\) must be a regular expression \(.+\); for example "OPTIONS\|HEAD"$/,
      ),
    ],
  ],
  [
    'annotated pods without a port: a policy would open them all',
    annotatedPods({ namespaces: ['Shop'], ports: [] }),
    [
      "job 'annotated-pods': 'ports' ([]) must be ports, at least one: whole numbers from 1 to 65535; for example [8080]",
      'job \'annotated-pods\': \'namespaces\' ("Shop") must be names of namespaces: DNS-1123 labels; for example "shop"',
    ],
  ],
  [
    'a path without a slash',
    [{ ...cart, path: 'metrics' }],
    ['job \'cart\': \'path\' ("metrics") must begin with /; for example "/metrics"'],
  ],
])('%s', (_, jobs, messages) => {
  expect(problems(...jobs)).toEqual(messages);
});
