import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const POD = { job: 'grafana', namespace: 'monitoring', pod: 'grafana-a' };
const GRAFANA = { namespace: 'monitoring', job: 'grafana' };

const plugin = (id: string, status: string, endpoint = 'queryData') =>
  series('grafana_plugin_request_total', { ...POD, plugin_id: id, endpoint, status });
const dataSource = (datasource: string, code: string) =>
  series('grafana_datasource_request_total', { ...POD, datasource, code, method: 'post' });
const request = (handler: string, status: string) =>
  series('grafana_http_request_duration_seconds_count', { ...POD, handler, status_code: status, method: 'GET' });

export const grafana: TopicCases = {
  alerts: [
    {
      alert: 'GrafanaDown',
      when: 'it runs',
      series: { [series('up', POD)]: '1x30' },
      at: '22m',
      fires: [],
    },
    {
      alert: 'GrafanaDown',
      when: 'its pod does not answer',
      series: { [series('up', POD)]: '1x5 0x20' },
      at: '22m',
      fires: [
        {
          labels: { job: 'grafana', namespace: 'monitoring' },
          description: 'No pod of the job grafana has answered for 15 minutes. Metrics, logs and alerts go on.',
        },
      ],
    },
    {
      alert: 'GrafanaDown',
      when: 'its pod is gone',
      series: { [series('up', POD)]: '1x5 stale' },
      at: '22m',
      fires: [
        {
          labels: { job: 'grafana' },
          description: 'No pod of the job grafana has answered for 15 minutes. Metrics, logs and alerts go on.',
        },
      ],
    },
    {
      alert: 'GrafanaDown',
      when: 'its pod is replaced within ten minutes',
      series: {
        [series('up', POD)]: '1x5 0x5 stale',
        [series('up', { ...POD, pod: 'grafana-b' })]: '_x10 0x5 1x30',
      },
      at: '14m',
      fires: [],
    },
    {
      alert: 'GrafanaDataSourceFailing',
      when: 'three of four queries to Loki get no answer, and it works for Prometheus',
      series: {
        [plugin('loki', 'error')]: '0+3x40',
        [plugin('loki', 'ok')]: '0+1x40',
        [plugin('prometheus', 'ok')]: '0+9x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...GRAFANA, plugin_id: 'loki' },
          description: '75% of the queries to the data source loki fail.',
        },
      ],
    },
    {
      alert: 'GrafanaDataSourceFailing',
      when: 'somebody mistypes a third of the queries, or leaves before the answer',
      series: {
        [plugin('loki', 'error')]: '0+1x40',
        [plugin('loki', 'ok')]: '0+2x40',
        [plugin('prometheus', 'cancelled')]: '0+9x40',
        [plugin('prometheus', 'error')]: '0x40',
        [plugin('loki', 'error', 'checkHealth')]: '0+9x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'GrafanaDataSourceErrors',
      when: 'a fifth of the answers of Prometheus is an error of its own',
      series: {
        [dataSource('Prometheus', '200')]: '0+16x40',
        [dataSource('Prometheus', '503')]: '0+2x40',
        [dataSource('Prometheus', '500')]: '0+2x40',
        [dataSource('Loki', '200')]: '0+8x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...GRAFANA, datasource: 'Prometheus' },
          description: '20% of the answers of the data source Prometheus are server errors.',
        },
      ],
    },
    {
      alert: 'GrafanaDataSourceErrors',
      when: 'queries are wrong, one answer in fifty is an error, or one of one',
      series: {
        [dataSource('Prometheus', '200')]: '0+1x40',
        [dataSource('Prometheus', '400')]: '0+9x40',
        [dataSource('Loki', '500')]: '0+2x40',
        [dataSource('Loki', '200')]: '0+98x40',
        [dataSource('Other', '500')]: '0+1x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'GrafanaRequestErrors',
      when: 'a tenth of the requests for dashboards fails',
      series: {
        [request('/api/dashboards/uid/:uid', '200')]: '0+18x40',
        [request('/api/dashboards/uid/:uid', '500')]: '0+2x40',
        [request('/api/health', '200')]: '0+9x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...GRAFANA, handler: '/api/dashboards/uid/:uid' },
          description: '10% of the requests to /api/dashboards/uid/:uid of Grafana in monitoring fail on its side.',
        },
      ],
    },
    {
      alert: 'GrafanaRequestErrors',
      when: 'it passes on the errors of a data source, a page is not found, or one answer in fifty is an error, or one of one',
      series: {
        [request('/api/ds/query', '500')]: '0+9x40',
        [request('/api/datasources/uid/:uid/resources/*', '502')]: '0+9x40',
        [request('/d/:uid/:slug', '404')]: '0+9x40',
        ...{ [request('/api/search', '500')]: '0+2x40', [request('/api/search', '200')]: '0+98x40' },
        [request('/api/plugins', '500')]: '0+1x40',
      },
      at: '30m',
      fires: [],
    },
  ],
};
