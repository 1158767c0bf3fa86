import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { type Labels, series } from '../../lib/alerts/series.ts';
import { state } from '../../lib/alerts/state.ts';

const APP = { namespace: 'shops', app: 'shop' };
const POD = { job: 'shop', ...APP, pod: 'shop-a', container: 'shop', instance: '10.0.0.1:8000' };
const SECOND = { ...POD, pod: 'shop-b', instance: '10.0.0.2:8000' };

const requests = (labels: Labels, path: string, status: string, values: string) => ({
  [series('http_requests_total', { ...labels, method: 'GET', path, status })]: values,
});
const up = (labels: Labels, values: string) => ({ [series('up', labels)]: values });
const replicas = (deployment: string, values: string) =>
  state('kube_deployment_spec_replicas', { namespace: 'shops', deployment }, values);
const restarts = (pod: string, values: string) =>
  state('kube_pod_container_status_restarts_total', { namespace: 'shops', pod, container: 'shop', uid: pod }, values);

/** One pod's histogram: requests within half a second, two seconds and in all, each minute. */
const durations = (labels: Labels, path: string, [half, two, all]: readonly [number, number, number]): SeriesValues =>
  Object.fromEntries(
    Object.entries({ '0.5': half, '2.0': two, '+Inf': all }).map(([le, count]) => [
      series('http_request_duration_seconds_bucket', { ...labels, method: 'GET', path, le }),
      `0+${count}x60`,
    ]),
  );

/** Requests per second, as they are recorded. */
const served = (labels: Labels, values: string) => ({ [series('namespace_app:http_requests:rate5m', labels)]: values });
const getsOfThen = (share: string) =>
  `shop in shops gets ${share} of the requests that it got at this time a week ago, and few of those of yesterday. Callers may not get through.`;

export const application: TopicCases = {
  alerts: [
    {
      alert: 'ApplicationDown',
      when: 'its pods are gone, and another application answers',
      series: {
        ...requests(POD, '/', '200', '0+60x10 stale'),
        ...up(POD, '1x10 stale'),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '0+60x40'),
        ...up({ ...POD, app: 'stall' }, '1x40'),
      },
      at: '20m',
      fires: [
        {
          labels: APP,
          description: 'No pod of shop in shops answers Prometheus, although one did within the last 6 hours.',
        },
      ],
    },
    {
      alert: 'ApplicationDown',
      when: 'its pods are there, and none answers',
      series: {
        ...requests(POD, '/', '200', '0+60x10 stale'),
        ...up(POD, '1x10 0x30'),
        ...up(SECOND, '1x10 0x30'),
      },
      at: '20m',
      fires: [
        {
          labels: APP,
          description: 'No pod of shop in shops answers Prometheus, although one did within the last 6 hours.',
        },
      ],
    },
    {
      alert: 'ApplicationDown',
      when: 'one of two pods is gone, or it never answered anyone',
      series: {
        ...requests(POD, '/', '200', '0+60x10 stale'),
        ...up(POD, '1x10 0x30'),
        ...requests(SECOND, '/', '200', '0+60x40'),
        ...up(SECOND, '1x40'),
        ...up({ ...POD, app: 'stall' }, '0x40'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'ApplicationDown',
      when: 'it has been away for more than six hours, its targets are left or its replicas are wanted',
      series: {
        ...requests(POD, '/', '200', '0+60x10 stale'),
        ...up(POD, '1x10 0x500'),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '0+60x10 stale'),
        ...up({ ...POD, app: 'stall' }, '1x10 stale'),
        ...replicas('stall', '2x510'),
      },
      at: '450m',
      fires: ['shop', 'stall'].map((app) => ({
        labels: { ...APP, app },
        description: `No pod of ${app} in shops answers Prometheus, although one did within the last 6 hours.`,
      })),
    },
    {
      alert: 'ApplicationDown',
      when: 'kube-state-metrics is away, and nobody knows what is wanted',
      series: {
        ...requests(POD, '/', '200', '0+60x20 stale'),
        ...up(POD, '1x20 0x50'),
        ...replicas('shop', '2x20 stale'),
        [series('up', { job: 'kube-state-metrics', instance: '10.0.0.9:8080' })]: '1x20 0x50',
      },
      at: '40m',
      fires: [
        {
          labels: APP,
          description: 'No pod of shop in shops answers Prometheus, although one did within the last 6 hours.',
        },
      ],
    },
    {
      alert: 'ApplicationDown',
      when: 'it is scaled to nothing or removed, by its name, the release of Helm in front of it, or its pods',
      series: {
        ...requests(POD, '/', '200', '0+60x20 stale'),
        ...up(POD, '1x20 stale'),
        ...replicas('shop', '2x20 0x50'),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '0+60x20 stale'),
        ...up({ ...POD, app: 'stall' }, '1x20 stale'),
        ...replicas('prod-stall', '2x20 stale'),
        ...requests({ ...POD, app: 'api', pod: 'backend-1-a' }, '/', '200', '0+60x20 stale'),
        ...up({ ...POD, app: 'api', pod: 'backend-1-a' }, '1x20 stale'),
        ...state(
          'kube_pod_owner',
          { namespace: 'shops', pod: 'backend-1-a', owner_kind: 'StatefulSet', owner_name: 'backend' },
          '1x20 stale',
        ),
        ...state('kube_statefulset_replicas', { namespace: 'shops', statefulset: 'backend' }, '2x20 0x50'),
      },
      at: '60m',
      fires: [],
    },
    {
      alert: 'ApplicationErrors',
      when: 'one of two pods fails, and another application does not',
      series: {
        ...requests(POD, '/', '200', '0+60x30'),
        ...requests(SECOND, '/', '500', '0+20x30'),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '0+60x30'),
      },
      at: '15m',
      fires: [{ labels: APP, description: '25% of the requests to shop in shops are answered with a server error.' }],
    },
    {
      alert: 'ApplicationErrors',
      when: 'three requests of four failed, clients make mistakes, or 1% fails',
      series: {
        ...requests(POD, '/', '200', '0x6 1x30'),
        ...requests(POD, '/', '500', '0x6 3x30'),
        ...requests({ ...POD, app: 'stall' }, '/', '404', '0+60x30'),
        ...requests({ ...POD, app: 'bar' }, '/', '200', '0+990x30'),
        ...requests({ ...POD, app: 'bar' }, '/', '503', '0+10x30'),
      },
      at: '10m',
      fires: [],
    },
    {
      alert: 'ApplicationPathFailing',
      when: 'orders fail, and everything else works',
      series: {
        ...requests(POD, '/', '200', '0+6000x40'),
        ...requests(POD, '/order', '500', '0+30x40'),
        ...requests(SECOND, '/order', '200', '0+10x40'),
      },
      at: '20m',
      fires: [
        {
          labels: { ...APP, path: '/order' },
          description: '75% of the requests for /order of shop in shops are answered with a server error.',
        },
      ],
    },
    {
      alert: 'ApplicationPathFailing',
      when: 'the whole application fails, or hardly anyone asks for the path',
      series: {
        ...requests(POD, '/', '200', '0+60x40'),
        ...requests(POD, '/order', '500', '0+30x40'),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '0+6000x40'),
        ...requests({ ...POD, app: 'stall' }, '/order', '500', '0+1x40'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'ApplicationSlow',
      when: 'one of ten requests takes up to two seconds',
      series: {
        ...durations(POD, '/', [54, 60, 60]),
        ...durations(SECOND, '/', [54, 60, 60]),
        ...requests(POD, '/', '200', '0+60x60'),
      },
      at: '20m',
      fires: [{ labels: APP, description: 'One of twenty requests to shop in shops takes longer than 1.25s.' }],
    },
    {
      alert: 'ApplicationSlow',
      when: 'one of fifty is slow, only the health check is, or hardly anyone asks',
      series: {
        ...durations(POD, '/', [59, 60, 60]),
        ...durations(POD, '/health', [0, 60, 60]),
        ...requests(POD, '/', '200', '0+60x60'),
        ...durations({ ...POD, app: 'stall' }, '/', [0, 1, 1]),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '0+1x60'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'ApplicationTrafficDropped',
      when: 'a twentieth of the requests of a week ago and of yesterday arrives',
      series: served(APP, '10x2035 0.5x40'),
      at: '10280m',
      every: '5m',
      fires: [{ labels: APP, description: getsOfThen('5%') }],
    },
    {
      alert: 'ApplicationTrafficDropped',
      when: 'its new pods answer Prometheus and were asked nothing yet, so that they count no requests',
      series: { ...served(APP, '10x2035 stale'), ...up(POD, '1x2035 stale'), ...up(SECOND, '_x2035 1x40') },
      at: '10280m',
      every: '5m',
      fires: [{ labels: APP, description: getsOfThen('0%') }],
    },
    {
      alert: 'ApplicationTrafficDropped',
      when: 'it did so more than a day ago, so that yesterday is no comparison any more',
      series: served(APP, '10x2035 0.5x400'),
      at: '11700m',
      every: '5m',
      fires: [{ labels: APP, description: getsOfThen('5%') }],
    },
    {
      alert: 'ApplicationTrafficDropped',
      when: 'half of them arrives, it was quiet then, it is away or new, it never counted any, or it is a weekend',
      series: {
        ...served({ ...APP, app: 'gone' }, '10x2035 stale'),
        ...up({ ...POD, app: 'gone' }, '1x2035 0x40'),
        ...up({ ...POD, app: 'silent' }, '1x2070'),
        ...served(APP, '10x2035 5x40'),
        ...served({ ...APP, app: 'stall' }, '0.5x2035 0.01x40'),
        ...served({ ...APP, app: 'new' }, '_x1400 10x635 0.5x40'),
        ...served({ ...APP, app: 'office' }, '0.5x1600 10x435 0.5x40'),
      },
      at: '10280m',
      every: '5m',
      fires: [],
    },
    {
      alert: 'ApplicationRestarting',
      when: 'both of its pods restart, each with two ports that are scraped',
      series: {
        ...requests(POD, '/', '200', '0+60x30'),
        ...up(POD, '1x30'),
        ...up({ ...POD, instance: '10.0.0.1:9000' }, '1x30'),
        ...up(SECOND, '1x30'),
        ...restarts('shop-a', '0x5 1x30'),
        ...restarts('shop-b', '0x6 1x30'),
      },
      at: '12m',
      fires: [
        {
          labels: APP,
          description: '100% of the pods of shop in shops restarted a container within 15 minutes.',
        },
      ],
    },
    {
      alert: 'ApplicationRestarting',
      when: 'one of two restarts, or its only one does',
      series: {
        ...requests(POD, '/', '200', '0+60x30'),
        ...up(POD, '1x30'),
        ...up(SECOND, '1x30'),
        ...restarts('shop-a', '0x5 1x30'),
        ...restarts('shop-b', '0x30'),
        ...requests({ ...POD, app: 'stall', pod: 'stall-a' }, '/', '200', '0+60x30'),
        ...up({ ...POD, app: 'stall', pod: 'stall-a' }, '1x30'),
        ...restarts('stall-a', '0x5 1x30'),
      },
      at: '12m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'namespace_app:http_requests:rate5m',
      when: 'two pods answer, and health checks come in',
      series: {
        ...requests(POD, '/', '200', '0+60x20'),
        ...requests(SECOND, '/', '404', '0+30x20'),
        ...requests(POD, '/health', '200', '0+600x20'),
      },
      at: '10m',
      gives: [{ labels: APP, value: 1.5 }],
    },
    {
      record: 'namespace_app:http_requests_failed:rate5m',
      when: 'one application fails at times, and another never did',
      series: {
        ...requests(POD, '/', '200', '0+60x20'),
        ...requests(POD, '/', '503', '0+30x20'),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '0+60x20'),
      },
      at: '10m',
      gives: [
        { labels: APP, value: 0.5 },
        { labels: { ...APP, app: 'stall' }, value: 0 },
      ],
    },
    {
      record: 'namespace_app:http_requests_failed:ratio_rate5m',
      when: 'one of four fails, and another application is asked nothing',
      series: {
        ...requests(POD, '/', '200', '0+45x20'),
        ...requests(SECOND, '/', '500', '0+15x20'),
        ...requests({ ...POD, app: 'stall' }, '/', '200', '7x20'),
      },
      at: '10m',
      gives: [{ labels: APP, value: 0.25 }],
    },
    {
      record: 'namespace_app:http_request_duration_seconds:p95_rate5m',
      when: 'three of sixty requests take longer than half a second, and all health checks do',
      series: { ...durations(POD, '/', [57, 60, 60]), ...durations(POD, '/health', [0, 60, 60]) },
      at: '10m',
      gives: [{ labels: APP, value: 0.5 }],
    },
  ],
};
