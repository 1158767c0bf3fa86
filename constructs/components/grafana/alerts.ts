import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const GRAFANA = 'job="grafana"';

/** Errors per second, of which a share says something: twelve in ten minutes. One person who tries a panel makes fewer. */
const FEW = 0.02;

const dashboard: Alert['dashboard'] = { uid: 'grafana' };

const perSecond = (by: string, series: string) => `sum by (namespace, job, ${by}) (rate(${series}[10m]))`;

/** Do people get to see what they ask for? */
export const grafana = {
  name: 'grafana',
  needs: ['grafana'],
  alerts: [
    {
      name: 'GrafanaDown',
      summary: 'No Grafana answers: nobody sees dashboards.',
      description: 'No pod of the job {{ $labels.job }} has answered for 15 minutes. Metrics, logs and alerts go on.',
      expr: `sum by (namespace, job) (up{${GRAFANA}}) == 0
or absent(up{${GRAFANA}})`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'GrafanaDataSourceFailing',
      summary: 'Grafana gets errors instead of data, and panels stay empty.',
      description: '{{ $value | humanizePercentage }} of the queries to the data source {{ $labels.plugin_id }} fail.',
      // Requests that get no answer at all are counted here only, not in grafana_datasource_request_total. Some fail always:
      // people mistype queries.
      expr: `(${perSecond('plugin_id', `grafana_plugin_request_total{${GRAFANA}, endpoint="queryData", status="error"}`)} > ${FEW})
/ ${perSecond('plugin_id', `grafana_plugin_request_total{${GRAFANA}, endpoint="queryData"}`)}`,
      above: 0.5,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'GrafanaDataSourceErrors',
      summary: 'A data source answers Grafana with errors of its own.',
      description:
        '{{ $value | humanizePercentage }} of the answers of the data source {{ $labels.datasource }} are server errors.',
      expr: `(${perSecond('datasource', `grafana_datasource_request_total{${GRAFANA}, code=~"5.."}`)} > ${FEW})
/ ${perSecond('datasource', `grafana_datasource_request_total{${GRAFANA}}`)}`,
      above: 0.1,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'GrafanaRequestErrors',
      summary: 'Grafana answers people with errors.',
      description:
        '{{ $value | humanizePercentage }} of the requests to {{ $labels.handler }} of Grafana in {{ $labels.namespace }} fail on its side.',
      // Queries pass errors of the data sources on: the alerts over data sources tell about these.
      expr: `(${perSecond('handler', `grafana_http_request_duration_seconds_count{${GRAFANA}, handler!~"/api/(ds/query|datasources/.*)", status_code=~"5.."}`)} > ${FEW})
/ ${perSecond('handler', `grafana_http_request_duration_seconds_count{${GRAFANA}}`)}`,
      above: 0.05,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
