/** Name of the file with the templates below. */
export const TEMPLATE_FILE = 'notification.tmpl';

/**
 * How a value is written: labels and annotations may hold what a request or a log line brought along. One value is one line,
 * so that none passes for another; characters that hide or turn text around are gone.
 */
const LINE = 'reReplaceAll `[\\s\\p{Cc}\\x{200B}-\\x{200F}\\x{2028}-\\x{202E}\\x{2060}-\\x{2069}\\x{FEFF}]+` " "';

/**
 * By the markup of the service: no mention (`<!channel>`), tag or link of a text of its own (`<address|text>`,
 * `[text](address)`) comes out of a value.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 * @see https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
const MARKUP = {
  /** E-mail, PagerDuty. */
  text: '',
  /** Slack, and Opsgenie, which shows HTML. */
  entities: ' | reReplaceAll `&` `&amp;` | reReplaceAll `<` `&lt;` | reReplaceAll `>` `&gt;`',
  /** Microsoft Teams. */
  markdown: ' | reReplaceAll `\\]\\(` `] (`',
} as const;

type Markup = keyof typeof MARKUP;

const value = (field: string, markup: Markup) => `{{ ${field} | ${LINE}${MARKUP[markup]} }}`;

/** A link is an address of the web, with nothing in it that ends one. */
const ifLink = (field: string, then: string) => `{{ if match \`^https?://[^\\s<>|"]+$\` ${field} }}${then}{{ end }}`;

const DASHBOARD = '.Annotations.dashboard_url';
const RUNBOOK = '.CommonAnnotations.runbook_url';

const title = (markup: Markup) => `{{ define "notification.title.${markup}" -}}
{{ if eq .Status "firing" }}{{ with .CommonLabels.severity }}${value('. | toUpper', markup)}{{ end }}{{ else }}RESOLVED{{ end }}: ${value('.GroupLabels.alertname', markup)}
{{- with .GroupLabels.namespace }} in ${value('.', markup)}{{ end }}{{ with .GroupLabels.cluster }} (${value('.', markup)}){{ end }}
{{- end }}
`;

const text = (markup: Markup) => `{{ define "notification.text.${markup}" -}}
{{ with .CommonAnnotations.summary }}${value('.', markup)}
{{ end }}{{ range .Alerts.Firing }}- ${value('.Annotations.description', markup)}
${ifLink(DASHBOARD, '  Dashboard: {{ template "notification.dashboard" . }}\n')}{{ end }}{{ if .Alerts.Resolved }}Resolved:
{{ end }}{{ range .Alerts.Resolved }}- ${value('.Annotations.description', markup)}
{{ end }}${ifLink(RUNBOOK, `Runbook: {{ ${RUNBOOK} }}\n`)}Silence or look at all: {{ .ExternalURL }}
{{- end }}
`;

/**
 * How a notification reads: what is wrong in words, where, and the way to the dashboard and the runbook. One group is one
 * message. A dashboard opens with the hour before its alert in view, whenever that is; `Add` takes nanoseconds. HTML is
 * for Telegram, which knows only simple tags; what is filled in is escaped by Alertmanager.
 *
 * @see https://prometheus.io/docs/alerting/latest/notifications/
 */
export const TEMPLATES = `{{ define "notification.dashboard" -}}
${ifLink(DASHBOARD, '{{ printf "%s&from=%d&to=now" (reReplaceAll "^[^?]+$" "$0?" .Annotations.dashboard_url) ($.StartsAt.Add -3600000000000).UnixMilli }}')}
{{- end }}

${title('text')}
${title('entities')}
${title('markdown')}
${text('text')}
${text('entities')}
${text('markdown')}
{{ define "notification.slack" -}}
{{ with .CommonAnnotations.summary }}*${value('.', 'entities')}*
{{ end }}{{ range .Alerts.Firing }}• ${value('.Annotations.description', 'entities')}${ifLink(DASHBOARD, ' <{{ template "notification.dashboard" . }}|Dashboard>')}
{{ end }}{{ range .Alerts.Resolved }}• ~${value('.Annotations.description', 'entities')}~
{{ end }}${ifLink(RUNBOOK, `<{{ ${RUNBOOK} }}|Runbook> · `)}<{{ .ExternalURL }}|Silence>
{{- end }}

{{ define "notification.html" -}}
<b>{{ template "notification.title.text" . }}</b>
{{ with .CommonAnnotations.summary }}${value('.', 'text')}
{{ end }}{{ range .Alerts.Firing }}- ${value('.Annotations.description', 'text')}${ifLink(DASHBOARD, ' <a href="{{ template "notification.dashboard" . }}">Dashboard</a>')}
{{ end }}{{ range .Alerts.Resolved }}- resolved: ${value('.Annotations.description', 'text')}
{{ end }}${ifLink(RUNBOOK, `<a href="{{ ${RUNBOOK} }}">Runbook</a> · `)}<a href="{{ .ExternalURL }}">Silence</a>
{{- end }}
`;

type Template = `title.${Markup}` | `text.${Markup}` | 'slack' | 'html' | 'dashboard';

/** The value of a field that one of the templates fills in, from a whole notification or from the part of it given. */
export function filledBy(template: Template, part = '.'): string {
  return `{{ template "notification.${template}" ${part} }}`;
}
