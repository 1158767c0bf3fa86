import { type TemplateLanguage, templateLanguage } from './template.ts';

/**
 * Templates of alerts, of Prometheus and of Loki's ruler.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 */
export const ALERT_TEMPLATES: TemplateLanguage = templateLanguage(
  [
    ...['args', 'externalURL', 'first', 'graphLink', 'humanize', 'humanize1024', 'humanizeDuration'],
    ...['humanizePercentage', 'humanizeTimestamp', 'label', 'match', 'now', 'parseDuration', 'pathPrefix', 'query'],
    ...['reReplaceAll', 'safeHtml', 'sortByLabel', 'stripDomain', 'stripPort', 'strvalue', 'tableLink', 'title'],
    ...['toDuration', 'toLower', 'toTime', 'toUpper', 'urlQueryEscape', 'value'],
  ],
  ['$labels', '$externalLabels', '$externalURL', '$value'],
);

/** The data of alert templates. */
export const ALERT_DATA: readonly string[] = ['Labels', 'ExternalLabels', 'ExternalURL', 'Value'];

/**
 * Templates of Alertmanager's notifications.
 *
 * @see https://prometheus.io/docs/alerting/latest/notifications/#functions
 */
export const NOTIFICATION_TEMPLATES: TemplateLanguage = templateLanguage([
  ...['append', 'date', 'dict', 'humanizeDuration', 'join', 'list', 'match', 'mustToDate', 'now', 'reReplaceAll'],
  ...['routeLabels', 'safeHtml', 'safeUrl', 'since', 'stringSlice', 'title', 'toDate', 'toJson', 'toLower', 'toUpper'],
  ...['trimSpace', 'tz', 'urlUnescape'],
]);

/** The data of notification templates. */
export const NOTIFICATION_DATA: readonly string[] = [
  ...['Alerts', 'CommonAnnotations', 'CommonLabels', 'ExternalURL', 'GroupLabels', 'NotificationReason', 'Receiver'],
  ...['RouteLabels', 'Status'],
];

/**
 * `line_format` and `label_format` of LogQL.
 *
 * @see https://grafana.com/docs/loki/latest/query/template_functions/
 */
export const LINE_TEMPLATES: TemplateLanguage = templateLanguage([
  ...['ToLower', 'ToUpper', 'Replace', 'Trim', 'TrimLeft', 'TrimRight', 'TrimPrefix', 'TrimSuffix', 'TrimSpace'],
  ...['regexReplaceAll', 'regexReplaceAllLiteral', 'count', 'urldecode', 'urlencode', 'bytes', 'duration'],
  ...['duration_seconds', 'unixEpochMillis', 'unixEpochNanos', 'toDateInZone', 'unixToTime', 'alignLeft', 'alignRight'],
  ...['b64enc', 'b64dec', 'lower', 'upper', 'title', 'trunc', 'substr', 'contains', 'hasPrefix', 'hasSuffix', 'indent'],
  ...['nindent', 'replace', 'repeat', 'trim', 'trimAll', 'trimSuffix', 'trimPrefix', 'int', 'float64', 'add', 'sub'],
  ...['mul', 'div', 'mod', 'addf', 'subf', 'mulf', 'divf', 'max', 'min', 'maxf', 'minf', 'ceil', 'floor', 'round'],
  ...['fromJson', 'date', 'toDate', 'now', 'unixEpoch', 'default', '__line__', '__timestamp__'],
]);
