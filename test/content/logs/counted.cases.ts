import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';
import { state } from '../../lib/alerts/state.ts';

const shop = { namespace: 'shop', app: 'shop' };
const OF_SHOP = { ...shop, workload_kind: 'StatefulSet', workload: 'shop' };

/** Counters of an Alloy. */
const counter = (metric: string, labels: object, node = 'node1') =>
  series(metric, { job: 'alloy', instance: node, node, pod: `alloy-${node}`, ...labels });
const lines = (labels: object, node?: string) => counter('log_lines_total', labels, node);
const bytes = (labels: object, node?: string) => counter('log_bytes_total', labels, node);

/** A collector that reads on a node, and the node. */
const collector = (node: string, files = '7x150'): SeriesValues => ({
  [counter('loki_source_file_files_active_total', {}, node)]: files,
  ...state('kube_node_status_condition', { node, condition: 'Ready', status: 'true' }, '1x150'),
});

/** The pods of a workload. */
const pods = (workload_kind: string, workload: string, values = '1x150') =>
  state(
    'kube_pod_owner',
    { namespace: 'shop', pod: `${workload}-0`, owner_kind: workload_kind, owner_name: workload },
    values,
  );

const silent = {
  labels: shop,
  description:
    'shop in shop has logged nothing for 15 minutes, although it has pods. An hour before, it logged 20 lines in 5 minutes.',
};
const burst = (errors: string) => ({
  labels: shop,
  description: `shop in shop logged ${errors} errors within 10 minutes, over five times as many as on average in the two hours before.`,
});

export const countedLogs: TopicCases = {
  alerts: [
    {
      alert: 'LogErrorBurst',
      when: 'pods on two nodes log errors, and did not before',
      series: {
        [lines({ ...OF_SHOP, level: 'error' })]: '0x140 0+4x20',
        [lines({ ...OF_SHOP, level: 'critical' }, 'node2')]: '0x140 0+3x20',
      },
      at: '153m',
      fires: [burst('70')],
    },
    {
      alert: 'LogErrorBurst',
      when: 'somebody else has a Grafana too',
      series: {
        [lines({ ...shop, app: 'grafana', level: 'error' })]: '0x140 0+7x20',
        [series('up', { job: 'grafana', namespace: 'monitoring', app: 'grafana' })]: '1x160',
      },
      at: '153m',
      fires: [
        {
          ...burst('70'),
          labels: { ...shop, app: 'grafana' },
          description: burst('70').description.replace('shop', 'grafana'),
        },
      ],
    },
    {
      alert: 'LogErrorBurst',
      when: 'the first errors are all there at the first scrape',
      series: { [lines({ ...OF_SHOP, level: 'error' })]: '_x140 60x20' },
      at: '144m',
      fires: [burst('60')],
    },
    {
      alert: 'LogErrorBurst',
      when: 'a new application logs errors since it started twenty minutes ago',
      series: { [lines({ ...OF_SHOP, level: 'error' })]: '_x20 0+6x60' },
      at: '41m',
      fires: [burst('60')],
    },
    {
      alert: 'LogErrorBurst',
      when: 'it has done so for forty minutes: that is what it logs usually',
      series: { [lines({ ...OF_SHOP, level: 'error' })]: '_x20 0+6x60' },
      at: '61m',
      fires: [],
    },
    {
      alert: 'LogErrorBurst',
      when: 'one logs many errors all the time, one many lines that are no errors, and Grafana has an alert of its own',
      series: {
        [lines({ ...OF_SHOP, level: 'error' })]: '0+20x150',
        [lines({ ...shop, app: 'till', level: 'info' })]: '0x140 0+90x20',
        [lines({ namespace: 'monitoring', app: 'grafana', level: 'error' })]: '0x140 0+90x20',
        [series('up', { job: 'grafana', namespace: 'monitoring', app: 'grafana' })]: '1x160',
      },
      at: '153m',
      fires: [],
    },
    {
      alert: 'LogVolumeExplosion',
      when: 'pods of an application on two nodes log 110 kB per second, and hardly anything an hour ago',
      series: {
        [bytes(OF_SHOP)]: '0+6000x65 396000+3300000x30',
        [bytes({ ...OF_SHOP, level: 'info' }, 'node2')]: '0+6000x65 396000+3300000x30',
      },
      at: '85m',
      fires: [
        { labels: shop, description: 'shop in shop logs 107.4kiB per second, over five times as much as an hour ago.' },
      ],
    },
    {
      alert: 'LogVolumeExplosion',
      when: 'an application logs 110 kB per second, and a fifth of it an hour ago; another one 90 kB',
      series: {
        [bytes(OF_SHOP)]: '0+1400000x65 91000000+6600000x30',
        [bytes({ ...shop, app: 'till' })]: '0x65 0+5400000x30',
      },
      at: '85m',
      fires: [],
    },
    {
      alert: 'LogSilence',
      when: 'an application logged all the time and stopped, although its pods are there',
      series: {
        [lines({ ...OF_SHOP, level: 'info' })]: '0+4x84 336x60',
        ...{ ...collector('node1'), ...pods('StatefulSet', 'shop') },
      },
      at: '111m',
      fires: [silent],
    },
    {
      alert: 'LogSilence',
      when: 'a node that its lines came from is gone for good',
      series: {
        [lines(OF_SHOP)]: '0+2x84 168x60',
        [lines(OF_SHOP, 'node2')]: '0+2x84 stale',
        ...{ ...collector('node1'), ...pods('StatefulSet', 'shop') },
      },
      at: '111m',
      fires: [silent],
    },
    {
      alert: 'LogSilence',
      when: 'another application has no collector on its node, of which AlloyDown tells',
      series: {
        [lines(OF_SHOP)]: '0+4x84 336x60',
        [lines({ ...shop, app: 'till', workload_kind: 'DaemonSet', workload: 'till' }, 'node2')]: '0+4x84 stale',
        ...{ ...collector('node1'), ...collector('node2', '7x84 stale') },
        ...{ ...pods('StatefulSet', 'shop'), ...pods('DaemonSet', 'till') },
      },
      at: '111m',
      fires: [silent],
    },
    {
      alert: 'LogSilence',
      when: 'it was scaled to zero, or uninstalled',
      series: {
        [lines(OF_SHOP)]: '0+4x84 336x60',
        ...{ ...collector('node1'), ...pods('StatefulSet', 'shop', '1x84 stale') },
      },
      at: '111m',
      fires: [],
    },
    {
      alert: 'LogSilence',
      when: 'its pods moved to another node; others log now and then, or stopped 14 minutes ago',
      series: {
        [lines(OF_SHOP)]: '0+4x84 336x60',
        [lines(OF_SHOP, 'node2')]: '_x84 1+4x60',
        [lines({ ...shop, app: 'kiosk', workload_kind: 'Deployment', workload: 'kiosk' })]: '0x40 0+9x10 90x100',
        [lines({ ...shop, app: 'till', workload_kind: 'DaemonSet', workload: 'till' })]: '0+4x88 352x60',
        ...{ ...collector('node1'), ...collector('node2') },
        ...{ ...pods('StatefulSet', 'shop'), ...pods('DaemonSet', 'till') },
      },
      at: '102m',
      fires: [],
    },
    {
      alert: 'LogSilence',
      when: 'the pods of a CronJob logged for an hour and ended, as they do each night',
      series: {
        [lines({ ...shop, workload_kind: 'Job', workload: 'backup-29876543' })]: '0+4x84 336x60',
        ...{ ...collector('node1'), ...pods('Job', 'backup-29876543') },
      },
      at: '111m',
      fires: [],
    },
  ],
};
