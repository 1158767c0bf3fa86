import type { DataLink } from '../../kit/dashboards/dashboard-json.ts';

/** Links between dashboards. All keep the time range; `choices` are the variables of the page, as `&var-app=$app`. */

/** The value of a label of the clicked series. */
export function field(label: string): string {
  return `\${__field.labels.${label}}`;
}

/** The value of a column in the clicked row of a table. */
export function cell(column: string): string {
  return `\${__data.fields.${column}}`;
}

/** To a dashboard. */
export function to(uid: string, title: string, choices = ''): DataLink {
  return { title, url: `/d/${uid}?\${__url_time_range}${choices}` };
}

/** To the dashboard of a namespace, by default that of the clicked series. */
export function toNamespace(namespace = field('namespace')): DataLink {
  return to('namespace', `Namespace ${namespace}`, `&var-namespace=${namespace}`);
}

/** To the dashboard of logs, to search in them. */
export function logsOf(whose: string, choices: string): DataLink {
  return to('logs', `Logs of ${whose}`, choices);
}

/** From a series with the label `pod` to the logs of the pod. */
export function logsOfPod(choices: string): DataLink {
  return logsOf(field('pod'), `${choices}&var-pod=${field('pod')}`);
}

/** To the metrics and logs of one pod: that of the clicked series, unless `value` reads its labels elsewhere. */
export function toPod(value = field): DataLink {
  return to('pods', `Pod ${value('pod')}`, `&var-namespace=${value('namespace')}&var-pod=${value('pod')}`);
}

/** From a series with the labels `namespace` and `app` to the logs of all its pods. */
export const LOGS_OF_APP = logsOf(field('app'), `&var-namespace=${field('namespace')}&var-app=${field('app')}`);

/** From a series with the label `namespace` to the logs of all its pods. */
export const LOGS_OF_NAMESPACE = logsOf(field('namespace'), `&var-namespace=${field('namespace')}`);

/** To the log lines with warnings and errors. */
export function errorsOf(whose: string, choices: string): DataLink {
  return to('logs', `Errors in the logs of ${whose}`, `${choices}&var-level=error&var-level=critical`);
}

/** Without a filter: streams have no label for a node, nor for the subject of an alert. */
export const ERRORS_OF_ALL = errorsOf('everything', '');

/** From log lines to the dashboard of logs. */
export function searchIn(choices: string, which = 'these logs'): DataLink {
  return to('logs', `Search in ${which}`, choices);
}

/** Name of the data source of Grafana's page of alerts. */
export const ALERTMANAGER = 'Alertmanager';

/** To the alerts of a name in Grafana, with runbook, dashboard and silences. */
export function alertsNamed(name: string): DataLink {
  return {
    title: `Runbook and dashboard of ${name}`,
    url: `/alerting/groups?alertmanager=${ALERTMANAGER}&queryString=alertname%3D${name}`,
  };
}
