import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { type Labels, series } from '../../lib/alerts/series.ts';

const ONE = { namespace: 'kube-system', pod: 'coredns-1' };
const TWO = { namespace: 'kube-system', pod: 'coredns-2' };

const dnsSeries = (pod: Labels, metric: string, values: string, labels: Labels = {}): SeriesValues => ({
  [series(`coredns_${metric}`, { job: 'coredns', ...pod, ...labels })]: values,
});
const answers = (pod: Labels, rcode: string, each: number) =>
  dnsSeries(pod, 'dns_responses_total', `0+${each}x60`, { rcode, server: 'dns://:53', zone: '.' });
/** A hundred answers a minute, all between these two bounds. */
const durations = (pod: Labels, below: string, within: string): SeriesValues => ({
  ...dnsSeries(pod, 'dns_request_duration_seconds_bucket', '0x60', { le: below }),
  ...dnsSeries(pod, 'dns_request_duration_seconds_bucket', '0+100x60', { le: within }),
  ...dnsSeries(pod, 'dns_request_duration_seconds_bucket', '0+100x60', { le: '+Inf' }),
});

export const dns: TopicCases = {
  alerts: [
    {
      alert: 'DnsErrors',
      when: 'a quarter of the answers of two servers fails',
      series: {
        ...answers(ONE, 'NOERROR', 500),
        ...answers(TWO, 'NOERROR', 1000),
        ...answers(ONE, 'SERVFAIL', 500),
      },
      at: '20m',
      fires: [{ labels: { job: 'coredns' }, description: '25% of the answers of the DNS servers are SERVFAIL.' }],
    },
    {
      alert: 'DnsErrors',
      when: 'most names do not exist, as search paths make it',
      series: { ...answers(ONE, 'NOERROR', 2000), ...answers(ONE, 'NXDOMAIN', 8000), ...answers(ONE, 'SERVFAIL', 100) },
      at: '20m',
      fires: [],
    },
    {
      alert: 'DnsErrors',
      when: 'hardly anybody asks, and one program asks for a broken name again and again',
      series: { ...answers(ONE, 'NOERROR', 60), ...answers(ONE, 'SERVFAIL', 55) },
      at: '20m',
      fires: [],
    },
    {
      alert: 'DnsSlow',
      when: 'one of two servers needs four seconds',
      series: { ...durations(ONE, '4', '4.0001'), ...durations(TWO, '0.001', '0.002') },
      at: '30m',
      fires: [{ labels: ONE, description: 'One of a hundred answers of coredns-1 takes longer than 4s.' }],
    },
    {
      alert: 'DnsSlow',
      when: 'half a second is needed',
      series: durations(ONE, '0.25', '0.5'),
      at: '30m',
      fires: [],
    },
    {
      alert: 'DnsSlow',
      when: 'hardly anybody asks, and one of twenty names is slow',
      series: {
        ...dnsSeries(ONE, 'dns_request_duration_seconds_bucket', '0+3.8x60', { le: '2.048' }),
        ...dnsSeries(ONE, 'dns_request_duration_seconds_bucket', '0+4x60', { le: '4.096' }),
        ...dnsSeries(ONE, 'dns_request_duration_seconds_bucket', '0+4x60', { le: '+Inf' }),
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'DnsPanicking',
      when: 'it panicked twice',
      series: { ...dnsSeries(ONE, 'panics_total', '0x20 2x40'), ...dnsSeries(TWO, 'panics_total', '0x60') },
      at: '25m',
      fires: [{ labels: ONE, description: 'coredns-1 panicked 2 times within 15 minutes.' }],
    },
    {
      alert: 'DnsPanicking',
      when: 'it panicked long ago',
      series: dnsSeries(ONE, 'panics_total', '0x20 2x40'),
      at: '50m',
      fires: [],
    },
    {
      alert: 'DnsUpstreamDown',
      when: 'one of two servers reaches no upstream',
      series: {
        ...dnsSeries(ONE, 'forward_healthcheck_broken_total', '0+3x60'),
        ...dnsSeries(TWO, 'forward_healthcheck_broken_total', '0x60'),
      },
      at: '30m',
      fires: [
        {
          labels: ONE,
          description: 'coredns-1 found none of its upstream servers healthy, 30 times within 10 minutes.',
        },
      ],
    },
    {
      alert: 'DnsUpstreamDown',
      when: 'it was so an hour ago',
      series: dnsSeries(ONE, 'forward_healthcheck_broken_total', '0x5 9x60'),
      at: '55m',
      fires: [],
    },
    {
      alert: 'DnsReloadFailed',
      when: 'the Corefile has a mistake',
      series: {
        ...dnsSeries(ONE, 'reload_failed_total', '0x60 1x40'),
        ...dnsSeries(TWO, 'reload_failed_total', '0x100'),
      },
      at: '70m',
      fires: [{ labels: ONE, description: 'coredns-1 could not load its Corefile 1 times within an hour.' }],
    },
    {
      alert: 'DnsReloadFailed',
      when: 'it loads',
      series: dnsSeries(ONE, 'reload_failed_total', '3x100'),
      at: '70m',
      fires: [],
    },
  ],
};
