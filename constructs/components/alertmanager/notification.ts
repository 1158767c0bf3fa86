/** Name of the file with the templates below. */
export const TEMPLATE_FILE = 'notification.tmpl';

/**
 * How a notification reads: what is wrong in words, where, and the way to the dashboard and the runbook. One group is one
 * message. A dashboard opens with the hour before its alert in view, whenever that is; `Add` takes nanoseconds. HTML is
 * for Telegram, which knows only simple tags; what is filled in is escaped by Alertmanager.
 *
 * @see https://prometheus.io/docs/alerting/latest/notifications/
 */
export const TEMPLATES = `{{ define "notification.dashboard" -}}
{{ with .Annotations.dashboard_url -}}
{{ printf "%s&from=%d&to=now" (reReplaceAll "^[^?]+$" "$0?" .) ($.StartsAt.Add -3600000000000).UnixMilli }}{{ end }}
{{- end }}

{{ define "notification.title" -}}
{{ if eq .Status "firing" }}{{ .CommonLabels.severity | toUpper }}{{ else }}RESOLVED{{ end }}: {{ .GroupLabels.alertname }}
{{- with .GroupLabels.namespace }} in {{ . }}{{ end }}{{ with .GroupLabels.cluster }} ({{ . }}){{ end }}
{{- end }}

{{ define "notification.text" -}}
{{ with .CommonAnnotations.summary }}{{ . }}
{{ end }}{{ range .Alerts.Firing }}- {{ .Annotations.description }}
{{ if .Annotations.dashboard_url }}  Dashboard: {{ template "notification.dashboard" . }}
{{ end }}{{ end }}{{ if .Alerts.Resolved }}Resolved:
{{ end }}{{ range .Alerts.Resolved }}- {{ .Annotations.description }}
{{ end }}{{ with .CommonAnnotations.runbook_url }}Runbook: {{ . }}
{{ end }}Silence or look at all: {{ .ExternalURL }}
{{- end }}

{{ define "notification.slack" -}}
{{ with .CommonAnnotations.summary }}*{{ . }}*
{{ end }}{{ range .Alerts.Firing }}• {{ .Annotations.description }}{{ if .Annotations.dashboard_url }} <{{ template "notification.dashboard" . }}|Dashboard>{{ end }}
{{ end }}{{ range .Alerts.Resolved }}• ~{{ .Annotations.description }}~
{{ end }}{{ with .CommonAnnotations.runbook_url }}<{{ . }}|Runbook> · {{ end }}<{{ .ExternalURL }}|Silence>
{{- end }}

{{ define "notification.html" -}}
<b>{{ template "notification.title" . }}</b>
{{ with .CommonAnnotations.summary }}{{ . }}
{{ end }}{{ range .Alerts.Firing }}- {{ .Annotations.description }}{{ if .Annotations.dashboard_url }} <a href="{{ template "notification.dashboard" . }}">Dashboard</a>{{ end }}
{{ end }}{{ range .Alerts.Resolved }}- resolved: {{ .Annotations.description }}
{{ end }}{{ with .CommonAnnotations.runbook_url }}<a href="{{ . }}">Runbook</a> · {{ end }}<a href="{{ .ExternalURL }}">Silence</a>
{{- end }}
`;

/** The value of a field that one of the templates fills in, from a whole notification or from the part of it given. */
export function filledBy(template: 'title' | 'text' | 'slack' | 'html' | 'dashboard', part = '.'): string {
  return `{{ template "notification.${template}" ${part} }}`;
}
