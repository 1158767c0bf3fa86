import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const PROMETHEUS = { job: 'prometheus', namespace: 'monitoring', pod: 'prometheus-a' };
const SHOP = { job: 'shop', namespace: 'shop', pod: 'shop-a', instance: '10.0.0.1:8000' };
const OTHER = { ...SHOP, pod: 'shop-b', instance: '10.0.0.2:8000' };
const KUBELET = { job: 'kubelet', instance: 'node1', node: 'node1' };

const pool = (metric: string, name: string) => series(metric, { ...PROMETHEUS, scrape_job: name });

/** What Prometheus stores of a target, whether it takes its answer or not. */
const answer = (
  target: Readonly<Record<string, string>>,
  values: Readonly<Record<'up' | 'samples' | 'bytes', string>>,
) => ({
  [series('up', target)]: values.up,
  [series('scrape_samples_scraped', target)]: values.samples,
  [series('scrape_body_size_bytes', target)]: values.bytes,
});

/** As two instances of kube-state-metrics say it. */
const twice = (metric: string, labels: Readonly<Record<string, string>>, values: string) =>
  Object.fromEntries(
    ['10.0.1.1:8080', '10.0.1.2:8080'].map((instance) => [
      series(metric, { job: 'kube-state-metrics', instance, ...labels }),
      values,
    ]),
  );

const podReady = (pod: string, values: string) =>
  twice('kube_pod_status_ready', { namespace: 'shop', pod, condition: 'true' }, values);
const nodeState = (condition: string, status: string, values: string) =>
  twice('kube_node_status_condition', { node: 'node1', condition, status }, values);
const nodeReady = (node: string, values: string) =>
  twice('kube_node_status_condition', { node, condition: 'Ready', status: 'true' }, values);

export const targets: TopicCases = {
  alerts: [
    {
      alert: 'TargetsNotFound',
      when: 'an application has no pods',
      series: { [pool('prometheus_target_scrape_pool_targets', 'shop')]: '0x20' },
      at: '16m',
      fires: [],
    },
    {
      alert: 'TargetsNotFound',
      when: 'one of two jobs of the cluster has no targets',
      series: {
        [pool('prometheus_target_scrape_pool_targets', 'coredns')]: '0x20',
        [pool('prometheus_target_scrape_pool_targets', 'kubelet')]: '3x20',
      },
      at: '16m',
      fires: [
        {
          labels: { ...PROMETHEUS, scrape_job: 'coredns' },
          description:
            'Prometheus finds nothing to scrape for the job coredns: its metrics are missing, and the alerts over them are silent.',
        },
      ],
    },
    {
      alert: 'TargetsNotFound',
      when: 'kubelets were there and are gone: KubeletsDown tells',
      series: {
        [pool('prometheus_target_scrape_pool_targets', 'kubelet')]: '3x5 0x40',
        [pool('prometheus_target_scrape_pool_targets', 'cadvisor')]: '3x5 0x40',
        [series('ALERTS', { alertname: 'KubeletsDown', alertstate: 'firing', job: 'kubelet', severity: 'critical' })]:
          '_x16 1x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'TargetsNotFound',
      when: 'an application has no pods, or a job of the cluster is away for ten minutes',
      series: {
        [pool('prometheus_target_scrape_pool_targets', 'shop')]: '0x20',
        [pool('prometheus_target_scrape_pool_targets', 'coredns')]: '2x5 0x10 2x10',
      },
      at: '14m',
      fires: [],
    },
    {
      alert: 'TargetPoolNearLimit',
      when: '850 of 1,000 targets are there',
      series: {
        [pool('prometheus_target_scrape_pool_targets', 'kubelet')]: '850x20',
        [pool('prometheus_target_scrape_pool_target_limit', 'kubelet')]: '1000x20',
        [pool('prometheus_target_scrape_pool_targets', 'applications')]: '850x20',
        [pool('prometheus_target_scrape_pool_target_limit', 'applications')]: '6000x20',
      },
      at: '16m',
      fires: [
        {
          labels: { ...PROMETHEUS, scrape_job: 'kubelet' },
          description:
            'The scrape configuration kubelet uses 85% of its target limit. Beyond it, none of its targets is scraped.',
        },
      ],
    },
    {
      alert: 'TargetPoolNearLimit',
      when: 'there are four fifths of the limit, or there is no limit',
      series: {
        [pool('prometheus_target_scrape_pool_targets', 'kubelet')]: '800x20',
        [pool('prometheus_target_scrape_pool_target_limit', 'kubelet')]: '1000x20',
        [pool('prometheus_target_scrape_pool_targets', 'applications')]: '850x20',
        [pool('prometheus_target_scrape_pool_target_limit', 'applications')]: '0x20',
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'TargetScrapeLimitHit',
      when: 'scrapes bring too many samples, bytes and labels',
      series: {
        [series('prometheus_target_scrapes_exceeded_sample_limit_total', PROMETHEUS)]: '0x10 4+4x20',
        [series('prometheus_target_scrapes_exceeded_body_size_limit_total', PROMETHEUS)]: '0+2x30',
        [series('prometheus_target_scrape_pool_exceeded_label_limits_total', PROMETHEUS)]: '0+1x30',
      },
      at: '30m',
      fires: [
        {
          labels: { ...PROMETHEUS, limit: 'samples' },
          description: 'Prometheus prometheus-a refused 60 scrapes within 15 minutes because of the limit of samples.',
        },
        {
          labels: { ...PROMETHEUS, limit: 'body size' },
          description:
            'Prometheus prometheus-a refused 30 scrapes within 15 minutes because of the limit of body size.',
        },
        {
          labels: { ...PROMETHEUS, limit: 'labels' },
          description: 'Prometheus prometheus-a refused 15 scrapes within 15 minutes because of the limit of labels.',
        },
      ],
    },
    {
      alert: 'TargetScrapeLimitHit',
      when: 'scrapes were too large, long ago',
      series: {
        [series('prometheus_target_scrapes_exceeded_sample_limit_total', PROMETHEUS)]: '0 7x40',
        [series('prometheus_target_scrapes_exceeded_body_size_limit_total', PROMETHEUS)]: '0 7x40',
        [series('prometheus_target_scrape_pool_exceeded_label_limits_total', PROMETHEUS)]: '0 7x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'TargetRefused',
      when: 'one pod exposes too many samples, a node too many bytes, and others are well, or away',
      series: {
        ...answer(SHOP, { up: '0x10', samples: '9000x10', bytes: '900000x10' }),
        ...answer(KUBELET, { up: '0x10', samples: '0x10', bytes: '-1x10' }),
        ...answer(OTHER, { up: '1x10', samples: '4999x10', bytes: '500000x10' }),
        ...answer({ ...OTHER, instance: '10.0.0.3:8000' }, { up: '0x10', samples: '0x10', bytes: '0x10' }),
      },
      at: '2m',
      fires: [
        {
          labels: SHOP,
          description:
            'Prometheus refuses what 10.0.0.1:8000 of the job shop answers (pod shop/shop-a): too many samples, bytes or labels, or no metrics.',
        },
        {
          labels: KUBELET,
          description:
            'Prometheus refuses what node1 of the job kubelet answers: too many samples, bytes or labels, or no metrics.',
        },
      ],
    },
    {
      alert: 'TargetRefused',
      when: 'one scrape was too large',
      series: answer(SHOP, { up: '1 0 1x10', samples: '9 9000 9x10', bytes: '900 900000 900x10' }),
      at: '3m',
      fires: [],
    },
    {
      alert: 'TargetSeriesGrowing',
      when: 'the series of one pod are others each time',
      series: {
        [series('scrape_series_added', SHOP)]: '2000x10',
        [series('scrape_samples_post_metric_relabeling', SHOP)]: '2000x10',
        [series('scrape_series_added', OTHER)]: '2000 0x10',
        [series('scrape_samples_post_metric_relabeling', OTHER)]: '2000x10',
      },
      at: '4m',
      fires: [
        {
          labels: SHOP,
          description:
            '10.0.0.1:8000 of the job shop (pod shop/shop-a) brought 10k new series within 10 minutes, over three times as many as it has.',
        },
      ],
    },
    {
      alert: 'TargetSeriesGrowing',
      when: 'Prometheus and its targets restarted, pods of a large job come and go, a small one has others each time',
      series: {
        [series('scrape_series_added', KUBELET)]: '90000 0 90000 0 90000 0x10',
        [series('scrape_samples_post_metric_relabeling', KUBELET)]: '90000x10',
        [series('scrape_series_added', SHOP)]: '300x10',
        [series('scrape_samples_post_metric_relabeling', SHOP)]: '300x10',
      },
      at: '9m',
      fires: [],
    },
    {
      alert: 'TargetSamplesRejected',
      when: 'targets send samples twice and with wrong times',
      series: {
        [series('prometheus_target_scrapes_sample_out_of_order_total', PROMETHEUS)]: '0+60x40',
        [series('prometheus_target_scrapes_sample_duplicate_timestamp_total', PROMETHEUS)]: '0+120x40',
        [series('prometheus_target_scrapes_sample_out_of_bounds_total', PROMETHEUS)]: '0+240x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...PROMETHEUS, reason: 'out of order' },
          description: 'Prometheus prometheus-a rejects 1 samples per second that are out of order.',
        },
        {
          labels: { ...PROMETHEUS, reason: 'too old or in the future' },
          description: 'Prometheus prometheus-a rejects 4 samples per second that are too old or in the future.',
        },
        {
          labels: { ...PROMETHEUS, reason: 'duplicates with another value' },
          description: 'Prometheus prometheus-a rejects 2 samples per second that are duplicates with another value.',
        },
      ],
    },
    {
      alert: 'TargetSamplesRejected',
      when: 'one scrape was rejected',
      series: { [series('prometheus_target_scrapes_sample_out_of_order_total', PROMETHEUS)]: '0x20 9x40' },
      at: '25m',
      fires: [],
    },
    {
      alert: 'TargetScrapeSlow',
      when: 'one of two pods takes eight seconds',
      series: {
        [series('up', SHOP)]: '1x40',
        [series('scrape_duration_seconds', SHOP)]: '8x40',
        [series('up', OTHER)]: '1x40',
        [series('scrape_duration_seconds', OTHER)]: '0.1x40',
      },
      at: '30m',
      fires: [
        {
          labels: SHOP,
          description:
            '10.0.0.1:8000 of the job shop takes 8s to answer. After 10 seconds Prometheus gives up, and the samples are missing.',
        },
      ],
    },
    {
      alert: 'TargetScrapeSlow',
      when: 'it times out now and then',
      series: {
        [series('up', SHOP)]: '1x18 0 1x18 0 1x18 0 1x18 0',
        [series('scrape_duration_seconds', SHOP)]: '9x80',
      },
      at: '70m',
      fires: [
        {
          labels: SHOP,
          description:
            '10.0.0.1:8000 of the job shop takes 9s to answer. After 10 seconds Prometheus gives up, and the samples are missing.',
        },
      ],
    },
    {
      alert: 'TargetScrapeSlow',
      when: 'it is down, and each scrape ends after its timeout',
      series: { [series('up', SHOP)]: '0x40', [series('scrape_duration_seconds', SHOP)]: '10x40' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'TargetDown',
      when: 'one of two ready pods and one of two kubelets do not answer',
      series: {
        [series('up', SHOP)]: '0x20',
        [series('up', OTHER)]: '1x20',
        ...podReady('shop-a', '1x20'),
        ...podReady('shop-b', '1x20'),
        ...twice('kube_pod_status_ready', { namespace: 'shop', pod: 'shop-a', condition: 'false' }, '0x20'),
        [series('up', KUBELET)]: '0x20',
        ...nodeReady('node1', '1x20'),
        ...nodeState('Ready', 'false', '0x20'),
        ...nodeState('MemoryPressure', 'true', '0x20'),
      },
      at: '11m',
      fires: [
        {
          labels: SHOP,
          description:
            '10.0.0.1:8000 of the job shop does not answer scrapes, although its pod and node are ready. Its metrics are missing.',
        },
        {
          labels: KUBELET,
          description:
            'node1 of the job kubelet does not answer scrapes, although its pod and node are ready. Its metrics are missing.',
        },
      ],
    },
    {
      alert: 'TargetDown',
      when: 'the pod is not ready, the node is gone, or the job has an alert of its own',
      series: {
        [series('up', SHOP)]: '0x20',
        ...podReady('shop-a', '0x20'),
        [series('up', KUBELET)]: '0x20',
        ...nodeReady('node1', '0x20'),
        [series('up', { job: 'loki', namespace: 'monitoring', pod: 'loki-a' })]: '0x20',
        // Both ports of kube-state-metrics: of what it is about, pods and nodes have the labels.
        [series('up', { job: 'kube-state-metrics', instance: '10.0.0.9:8080' })]: '0x20',
        [series('up', { job: 'kube-state-metrics-telemetry', namespace: 'monitoring', pod: 'state-a' })]: '0x20',
      },
      at: '11m',
      fires: [],
    },
    {
      alert: 'TargetFlapping',
      when: 'a target comes and goes every few minutes',
      series: { [series('up', SHOP)]: '1 1 0 0 1 1 0 0 1 1 0 0 1 1 0 0 1x60', [series('up', OTHER)]: '1x80' },
      at: '40m',
      fires: [
        {
          labels: SHOP,
          description: '10.0.0.1:8000 of the job shop came and went 8 times within an hour. Its series have gaps.',
        },
      ],
    },
    {
      alert: 'TargetFlapping',
      when: 'its container restarted once, which no alert tells',
      series: {
        [series('up', SHOP)]: '1 1 0 0 1 1 0 0 1 1 0 0 1 1 0 0 1x60',
        ...twice(
          'kube_pod_container_status_restarts_total',
          { namespace: 'shop', pod: 'shop-a', container: 'c' },
          '0x3 1x80',
        ),
      },
      at: '40m',
      fires: [
        {
          labels: SHOP,
          description: '10.0.0.1:8000 of the job shop came and went 8 times within an hour. Its series have gaps.',
        },
      ],
    },
    {
      alert: 'TargetFlapping',
      when: 'its container restarts each time, or it was bad an hour ago',
      series: {
        [series('up', SHOP)]: '1x30 0 0 1 1 0 0 1 1 0 0 1 1 0 0 1x60',
        ...twice('kube_pod_container_status_restarts_total', { namespace: 'shop', pod: 'shop-a' }, '0x30 2x8 4x8 6x60'),
        [series('up', OTHER)]: '1 0 1 0 1 0 1 0 1x80',
      },
      at: '70m',
      fires: [],
    },
  ],
};
