import { Duration } from 'cdk8s';
import { sloRules } from '../../../constructs/components/application/slo.ts';
import type { RecordCase, SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

/** The rules of a sample: of 1,000 requests one may fail, and of 100 one may take longer than half a second. */
export const sloGroups = sloRules(
  { namespace: 'shops', name: 'shop' },
  { availability: 99.9, latency: { threshold: Duration.millis(500), target: 99 } },
);

const APP = { namespace: 'shops', app: 'shop' };
const AVAILABILITY = { ...APP, slo: 'availability' };
const LATENCY = { ...APP, slo: 'latency' };
const POD = { job: 'shop', ...APP, pod: 'shop-a', method: 'GET', path: '/' };
const SECOND = { ...POD, pod: 'shop-b' };

const requests = (status: string, values: string, pod = POD): SeriesValues => ({
  [series('http_requests_total', { ...pod, status })]: values,
});
/** Requests of which some take longer than half a second. */
const durations = (fast: string, all: string): SeriesValues => ({
  [series('http_request_duration_seconds_bucket', { ...POD, le: '0.5' })]: fast,
  [series('http_request_duration_seconds_bucket', { ...POD, le: '+Inf' })]: all,
  [series('http_request_duration_seconds_count', POD)]: all,
});
const up = { [series('up', { job: 'shop', ...APP, pod: 'shop-a' })]: '1x2000' };

/** One request per second of which some fail at first, and none afterwards. */
const FAILING = { ...requests('200', '0+990x400'), ...requests('500', '0+10x180 1800x220') };

/** A counter that rises by one every eight minutes, for four hours. */
const SELDOM = Array.from({ length: 30 }, (_, count) => `${count}x7`).join(' ');

/** What a window makes of rates: of bad requests, and of 4 requests per second where there are any. */
const over = (window: string, when: string, at: string, bad: string, value: number, all = '4x400'): RecordCase => ({
  record: `namespace_app_slo:requests_bad:ratio_rate${window}`,
  when,
  series: {
    [series('namespace_app_slo:requests_bad:rate5m', AVAILABILITY)]: bad,
    [series('namespace_app_slo:requests:rate5m', AVAILABILITY)]: all,
  },
  at,
  gives: [{ labels: AVAILABILITY, value }],
});

/** An hour, nothing for most of a day, and an hour. */
const HOUR_A_DAY_AGO = { bad: '2x60 _x1379 0x60', all: '4x60 _x1379 4x60' };

export const slo: TopicCases = {
  alerts: [
    {
      alert: 'ApplicationErrorBudgetBurn',
      when: 'one of two pods fails, and half of the requests are slow',
      series: {
        ...requests('200', '0+100x60'),
        ...requests('500', '0+100x60', SECOND),
        ...durations('0+100x60', '0+200x60'),
      },
      at: '20m',
      fires: [
        {
          labels: AVAILABILITY,
          description: 'shop in shops uses its error budget for availability 500 times as fast as it may.',
        },
        {
          labels: LATENCY,
          description: 'shop in shops uses its error budget for latency 50 times as fast as it may.',
        },
      ],
    },
    {
      alert: 'ApplicationErrorBudgetBurn',
      when: '1% fails for hours',
      series: { ...requests('200', '0+990x400'), ...requests('500', '0+10x400') },
      at: '380m',
      fires: [
        {
          labels: AVAILABILITY,
          description: 'shop in shops uses its error budget for availability 10 times as fast as it may.',
        },
      ],
    },
    {
      alert: 'ApplicationErrorBudgetBurn',
      when: 'it was repaired fifty minutes ago, although the last six hours look bad',
      series: FAILING,
      at: '230m',
      fires: [],
    },
    {
      alert: 'ApplicationErrorBudgetBurn',
      when: 'three requests of a few failed',
      series: { ...requests('200', '0x10 2x60'), ...requests('500', '0x10 3x60') },
      at: '14m',
      fires: [],
    },
    {
      alert: 'ApplicationErrorBudgetBurn',
      when: 'three of its first twenty requests fail, minutes after it was installed',
      series: { ...requests('200', '0x1 17x60'), ...requests('500', '0x1 3x60') },
      at: '4m',
      fires: [],
    },
    {
      alert: 'ApplicationErrorBudgetBurn',
      when: 'eight requests an hour come in, and all of them fail',
      series: requests('500', SELDOM),
      at: '180m',
      fires: [],
    },
    {
      alert: 'ApplicationErrorBudgetLeak',
      when: 'eight requests an hour come in, and all of them fail: too few for the other alert',
      series: requests('500', SELDOM),
      at: '180m',
      fires: [
        {
          labels: AVAILABILITY,
          description:
            'shop in shops uses its error budget for availability 1k times as fast as it may, for a day or longer.',
        },
      ],
    },
    {
      alert: 'ApplicationErrorBudgetLeak',
      when: 'it was broken for ten minutes an hour and a half ago, of which another alert told',
      series: { ...requests('200', '0+1000x200'), ...requests('500', '0x60 0+500x10 5000x130') },
      at: '170m',
      fires: [],
    },
    {
      alert: 'ApplicationErrorBudgetLeak',
      when: 'of 1,000 requests four fail, and three may take longer than promised',
      series: {
        ...requests('200', '0+996x200'),
        ...requests('500', '0+4x200'),
        ...durations('0+997x200', '0+1000x200'),
      },
      at: '180m',
      fires: [
        {
          labels: AVAILABILITY,
          description:
            'shop in shops uses its error budget for availability 4 times as fast as it may, for a day or longer.',
        },
      ],
    },
    {
      alert: 'ApplicationErrorBudgetLeak',
      when: 'it was repaired more than six hours ago, or it is in such a hurry that another alert tells',
      series: {
        ...requests('200', '0+991x300 298300+1000x400'),
        ...requests('500', '0+9x300 2700x400'),
        ...durations('0+100x700', '0+200x700'),
      },
      at: '700m',
      fires: [],
    },
    {
      alert: 'ApplicationErrorBudgetSpent',
      when: 'it is a day old and failed for two hours, of the 43 minutes that it may in 30 days',
      series: {
        ...requests('200', '0+60x1199 72000x121 72000+60x120'),
        ...requests('500', '0x1199 0+60x120 7200x121'),
      },
      at: '1440m',
      fires: [
        {
          labels: AVAILABILITY,
          description:
            'Of the error budget of shop in shops for availability, -178% are left. The promise of the last 30 days is broken.',
        },
      ],
    },
    {
      alert: 'ApplicationErrorBudgetSpent',
      when: 'it is a day old and failed for three minutes: the promise is about 30 days',
      series: { ...requests('200', '0+60x1200 72000x2 72000+60x240'), ...requests('500', '0x1200 60 120 180x240') },
      at: '1440m',
      fires: [],
    },
    {
      alert: 'ApplicationErrorBudgetSpent',
      when: 'it was installed four hours ago, and had a bad start',
      series: { ...requests('200', '0+300x240'), ...requests('500', '0+700x240') },
      at: '240m',
      fires: [],
    },
    {
      alert: 'ApplicationPromiseUnknown',
      when: 'its histogram has no bucket with the bound of the promise',
      series: {
        ...up,
        ...requests('200', '0+60x40'),
        [series('http_request_duration_seconds_count', POD)]: '0+60x40',
        [series('http_request_duration_seconds_bucket', { ...POD, le: '0.6' })]: '0+60x40',
      },
      at: '20m',
      fires: [
        {
          labels: LATENCY,
          description: 'shop in shops promises latency, but the metrics that show it are missing.',
        },
      ],
    },
    {
      alert: 'ApplicationPromiseUnknown',
      when: 'not even health checks are counted',
      series: up,
      at: '20m',
      fires: ['availability', 'latency'].map((slo) => ({
        labels: { ...APP, slo },
        description: `shop in shops promises ${slo}, but the metrics that show it are missing.`,
      })),
    },
    {
      alert: 'ApplicationPromiseUnknown',
      when: 'nobody has asked since it was restarted: only health checks are counted',
      series: {
        ...up,
        ...requests('200', '0+2x40', { ...POD, path: '/health' }),
        [series('http_request_duration_seconds_bucket', { ...POD, path: '/health', le: '0.5' })]: '0+2x40',
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'ApplicationPromiseUnknown',
      when: 'nobody has asked since it was restarted at night, and health checks are not counted',
      series: { ...up, ...requests('200', '0+60x60 _x700'), ...durations('0+60x60 _x700', '0+60x60 _x700') },
      at: '600m',
      fires: [],
    },
    {
      alert: 'ApplicationPromiseUnknown',
      when: 'it is gone, which has an alert of its own',
      series: { [series('up', { job: 'shop', ...APP, pod: 'shop-a' })]: '0x40' },
      at: '20m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'namespace_app_slo:requests:rate5m',
      when: 'two pods answer, health checks come in, and another application is asked',
      series: {
        ...requests('200', '0+60x20'),
        ...requests('500', '0+30x20', SECOND),
        ...requests('200', '0+600x20', { ...POD, path: '/health' }),
        ...requests('200', '0+600x20', { ...POD, job: 'stall', app: 'stall' }),
        ...durations('0+60x20', '0+90x20'),
      },
      at: '10m',
      gives: [
        { labels: AVAILABILITY, value: 1.5 },
        { labels: LATENCY, value: 1.5 },
      ],
    },
    {
      record: 'namespace_app_slo:requests_bad:rate5m',
      when: 'some fail, some are slow, and clients make mistakes',
      series: {
        ...requests('200', '0+60x20'),
        ...requests('404', '0+60x20'),
        ...requests('500', '0+30x20', SECOND),
        ...durations('0+135x20', '0+150x20'),
      },
      at: '10m',
      gives: [
        { labels: AVAILABILITY, value: 0.5 },
        { labels: LATENCY, value: 0.25 },
      ],
    },
    {
      record: 'namespace_app_slo:requests_bad:budget',
      when: 'always',
      series: {},
      at: '1m',
      gives: [
        { labels: AVAILABILITY, value: 0.001 },
        { labels: LATENCY, value: 0.01 },
      ],
    },
    over('5m', 'half of the requests fail', '10m', '2x10', 0.5),
    over('30m', 'half failed in its second half', '120m', '0x105 2x20', 0.25),
    over('1h', 'half failed in its second half', '120m', '0x90 2x30', 0.25),
    over('2h', 'half failed in its second half', '120m', '0x60 2x60', 0.25),
    over('6h', 'half failed in its second half', '360m', '0x180 2x180', 0.25),
    over('1d', 'half failed before it', '1500m', HOUR_A_DAY_AGO.bad, 0, HOUR_A_DAY_AGO.all),
    over('3d', 'half failed in one of the two hours', '1500m', HOUR_A_DAY_AGO.bad, 0.25, HOUR_A_DAY_AGO.all),
    {
      record: 'namespace_app_slo:requests:group',
      when: 'only health checks come in, and of the histogram a bucket of another bound',
      series: {
        ...requests('200', '0+2x20', { ...POD, path: '/health' }),
        [series('http_request_duration_seconds_bucket', { ...POD, path: '/health', le: '0.6' })]: '0+2x20',
      },
      at: '10m',
      gives: [{ labels: AVAILABILITY, value: 1 }],
    },
    {
      // Of the 8,640 samples of 30 days, 13 are there.
      ...over(
        '',
        'for an hour half of the requests failed: what is not known counts as kept',
        '60m',
        '2x60',
        1 - 26 / 8640 / 4 / 0.001,
      ),
      record: 'namespace_app_slo:budget_remaining:ratio30d',
    },
  ],
};
