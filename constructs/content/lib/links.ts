import type { DataLink } from '../../kit/dashboards/dashboard-json.ts';

/** Ways between dashboards. All keep the time range; `choices` are those of the page, as `&var-app=$app`. */

/** The value of a label of the line that was clicked. */
export function field(label: string): string {
  return `\${__field.labels.${label}}`;
}

/** The value of a column in the row of a table that was clicked. */
export function cell(column: string): string {
  return `\${__data.fields.${column}}`;
}

/** To a dashboard. */
export function to(uid: string, title: string, choices = ''): DataLink {
  return { title, url: `/d/${uid}?\${__url_time_range}${choices}` };
}

/** To the dashboard of a namespace: that of the line that was clicked, unless it says otherwise. */
export function toNamespace(namespace = field('namespace')): DataLink {
  return to('namespace', `Namespace ${namespace}`, `&var-namespace=${namespace}`);
}

/** To log lines, and all that can be done with them. */
export function logsOf(whose: string, choices: string): DataLink {
  return to('logs', `Logs of ${whose}`, choices);
}

/** From a line with the label `pod` to the logs of it. */
export function logsOfPod(choices: string): DataLink {
  return logsOf(field('pod'), `${choices}&var-pod=${field('pod')}`);
}

/** To the metrics and logs of one pod: that of the line that was clicked, unless `value` finds its labels elsewhere. */
export function toPod(value = field): DataLink {
  return to('pods', `Pod ${value('pod')}`, `&var-namespace=${value('namespace')}&var-pod=${value('pod')}`);
}

/** From a line with the labels `namespace` and `app` to the logs of all its pods. */
export const LOGS_OF_APP = logsOf(field('app'), `&var-namespace=${field('namespace')}&var-app=${field('app')}`);

/** From a line with the label `namespace` to the logs of all its pods. */
export const LOGS_OF_NAMESPACE = logsOf(field('namespace'), `&var-namespace=${field('namespace')}`);

/** To the log lines that tell of trouble. */
export function errorsOf(whose: string, choices: string): DataLink {
  return to('logs', `Errors in the logs of ${whose}`, `${choices}&var-level=error&var-level=critical`);
}

/** Where nothing says whose logs to read: streams have no label for a node, nor for what an alert is about. */
export const ERRORS_OF_ALL = errorsOf('everything', '');

/** From log lines to all that can be done with them. */
export function searchIn(choices: string, which = 'these logs'): DataLink {
  return to('logs', `Search in ${which}`, choices);
}

/** The name of the data source whose alerts Grafana's page of alerts shows. */
export const ALERTMANAGER = 'Alertmanager';

/** To the alerts of a name, with runbook, dashboard and the way to silence them, on a page of Grafana itself. */
export function alertsNamed(name: string): DataLink {
  return {
    title: `Runbook and dashboard of ${name}`,
    url: `/alerting/groups?alertmanager=${ALERTMANAGER}&queryString=alertname%3D${name}`,
  };
}
