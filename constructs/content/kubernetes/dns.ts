import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const DNS = 'job="coredns"';

const dashboard: Alert['dashboard'] = { uid: 'kubernetes' };

/** Does the cluster's DNS resolve names? */
export const dns = {
  name: 'dns',
  needs: ['coredns'],
  alerts: [
    {
      name: 'DnsErrors',
      summary: 'The DNS of the cluster fails to answer.',
      description: '{{ $value | humanizePercentage }} of the answers of the DNS servers are SERVFAIL.',
      expr: `# One per second: a single program that asks for a broken name is no outage.
(sum by (job) (rate(coredns_dns_responses_total{${DNS}, rcode="SERVFAIL"}[5m])) > 1)
/ sum by (job) (rate(coredns_dns_responses_total{${DNS}}[5m]))`,
      above: 0.1,
      for: Duration.minutes(10),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'DnsSlow',
      summary: 'The DNS of the cluster is slow.',
      description: 'One of a hundred answers of {{ $labels.pod }} takes longer than {{ $value | humanizeDuration }}.',
      expr: `histogram_quantile(0.99, sum by (namespace, pod, le) (rate(coredns_dns_request_duration_seconds_bucket{${DNS}}[5m])))
# One per second: of a few, the slowest is one of a hundred.
and on (namespace, pod) sum by (namespace, pod) (rate(coredns_dns_request_duration_seconds_bucket{${DNS}, le="+Inf"}[5m])) > 1`,
      above: 1,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'DnsPanicking',
      summary: 'A DNS server hits a bug of its own.',
      description: '{{ $labels.pod }} panicked {{ $value | humanize }} times within 15 minutes.',
      expr: `max by (namespace, pod) (round(increase(coredns_panics_total{${DNS}}[15m])))`,
      above: 0,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'DnsUpstreamDown',
      summary: 'The DNS of the cluster reaches no server for names outside of it.',
      description:
        '{{ $labels.pod }} found none of its upstream servers healthy, {{ $value | humanize }} times within 10 minutes.',
      expr: `sum by (namespace, pod) (round(increase(coredns_forward_healthcheck_broken_total{${DNS}}[10m])))`,
      above: 0,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'DnsReloadFailed',
      summary: 'A DNS server refuses its new configuration.',
      description: '{{ $labels.pod }} could not load its Corefile {{ $value | humanize }} times within an hour.',
      expr: `max by (namespace, pod) (round(increase(coredns_reload_failed_total{${DNS}}[1h])))`,
      above: 0,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
