import type { ByHand } from './by-hand.ts';

/** Metrics of a DNS server that asks others. */
export const coredns: Readonly<Record<string, ByHand>> = {
  coredns_proxy_conn_cache_hits_total: {
    type: 'counter',
    labels: ['proto', 'proxy_name', 'to'],
    appears: 'onEvent',
    help: 'Counter of connection cache hits per upstream and protocol.',
    source: 'coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:31',
  },
  coredns_proxy_conn_cache_misses_total: {
    type: 'counter',
    labels: ['proto', 'proxy_name', 'to'],
    appears: 'onEvent',
    help: 'Counter of connection cache misses per upstream and protocol.',
    source: 'coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:38',
  },
  coredns_proxy_healthcheck_failures_total: {
    type: 'counter',
    labels: ['proxy_name', 'to'],
    appears: 'onEvent',
    help: 'Counter of the number of failed healthchecks.',
    source: 'coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:24',
  },
  coredns_proxy_request_duration_seconds: {
    type: 'histogram',
    labels: ['proxy_name', 'rcode', 'to'],
    appears: 'onEvent',
    help: 'Histogram of the time each request took.',
    source: 'coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:15',
  },
};
