/** Name of the file with the templates below. */
export const TEMPLATE_FILE = 'notification.tmpl';

/**
 * How a value is written: labels and annotations may hold what a request or a log line brought along. One value is one line,
 * so that none passes for another; characters that hide or turn text around are gone.
 */
const LINE = 'reReplaceAll `[\\s\\p{Cc}\\x{200B}-\\x{200F}\\x{2028}-\\x{202E}\\x{2060}-\\x{2069}\\x{FEFF}]+` " "';

const ENTITIES = ' | reReplaceAll `&` `&amp;` | reReplaceAll `<` `&lt;` | reReplaceAll `>` `&gt;`';

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
  slack: ENTITIES,
  /** Opsgenie, which shows HTML, and titles of Slack. */
  entities: ENTITIES,
  /** Microsoft Teams. */
  markdown: ' | reReplaceAll `\\]\\(` `] (`',
  /** Telegram: what HTML would need five characters for is another character. */
  html: ' | reReplaceAll `&` `＆` | reReplaceAll `<` `‹` | reReplaceAll `>` `›` | reReplaceAll `"` `”` | reReplaceAll `\'` `’`',
} as const;

type Markup = keyof typeof MARKUP;

/**
 * What fits into a message of each service, even if every value is as long as it may be and every character is escaped:
 * alerts that fire, as many that are resolved, and characters of each value. Whoever sends more gets an error from the service,
 * and nobody learns anything.
 *
 * @see https://core.telegram.org/bots/api#sendmessage 4,096 characters
 * @see https://learn.microsoft.com/microsoftteams/limits-specifications-teams 28 kB, in which JSON writes `<` as `\\u003c`
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview 512 kB
 * @see https://docs.opsgenie.com/docs/alert-api 15,000 characters
 * @see https://docs.slack.dev/changelog/2018-truncating-really-long-messages 40,000 characters
 */
const MOST = {
  text: { alerts: 50, length: 500, link: 500 },
  slack: { alerts: 10, length: 300, link: 500 },
  entities: { alerts: 6, length: 200, link: 300 },
  markdown: { alerts: 8, length: 150, link: 300 },
  html: { alerts: 5, length: 200, link: 200 },
} as const satisfies Record<Markup, unknown>;

const value = (field: string, markup: Markup, length: number = MOST[markup].length) =>
  `{{ ${field} | ${LINE} | printf "%.${length}s"${MARKUP[markup]} }}`;

/** What a title is filled with: names of Kubernetes are no longer. */
const name = (field: string, markup: Markup) => value(field, markup, 63);

/** A link is an address of the web, with nothing in it that ends one, and not too long. */
const ifLink = (field: string, { link }: { readonly link: number }, then: string) =>
  `{{ if match \`^https?://[^\\s<>|"]{1,${link}}$\` ${field} }}${then}{{ end }}`;

/** A line for each of some alerts, as many as fit. */
const list = (alerts: 'Firing' | 'Resolved', markup: Markup, begin: string, line: string) =>
  `{{ range $index, $alert := .Alerts.${alerts} }}{{ if lt $index ${MOST[markup].alerts} }}${line}
{{ end }}{{ end }}{{ if gt (len .Alerts.${alerts}) ${MOST[markup].alerts} }}${begin}and {{ len (slice .Alerts.${alerts} ${MOST[markup].alerts}) }} more
{{ end }}`;

const DASHBOARD = '.Annotations.dashboard_url';
const RUNBOOK = '.CommonAnnotations.runbook_url';

const title = (markup: Markup) => `{{ define "notification.title.${markup}" -}}
{{ if eq .Status "firing" }}{{ with .CommonLabels.severity }}${name('. | toUpper', markup)}{{ end }}{{ else }}RESOLVED{{ end }}: ${name('.GroupLabels.alertname', markup)}
{{- with .GroupLabels.namespace }} in ${name('.', markup)}{{ end }}{{ with .GroupLabels.cluster }} (${name('.', markup)}){{ end }}
{{- end }}
`;

const DESCRIPTION = '.Annotations.description';

const text = (markup: Markup) => `{{ define "notification.text.${markup}" -}}
{{ with .CommonAnnotations.summary }}${value('.', markup)}
{{ end }}${list('Firing', markup, '- ', `- ${value(DESCRIPTION, markup)}${ifLink(DASHBOARD, MOST[markup], '\n  Dashboard: {{ template "notification.dashboard" . }}')}`)}{{ if .Alerts.Resolved }}Resolved:
{{ end }}${list('Resolved', markup, '- ', `- ${value(DESCRIPTION, markup)}`)}${ifLink(RUNBOOK, MOST[markup], `Runbook: {{ ${RUNBOOK} }}\n`)}Silence or look at all: {{ .ExternalURL }}
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
${ifLink(DASHBOARD, MOST.text, '{{ printf "%s&from=%d&to=now" (reReplaceAll "^[^?]+$" "$0?" .Annotations.dashboard_url) ($.StartsAt.Add -3600000000000).UnixMilli }}')}
{{- end }}

${title('text')}
${title('entities')}
${title('markdown')}
${title('html')}
${text('text')}
${text('entities')}
${text('markdown')}
{{ define "notification.slack" -}}
{{ with .CommonAnnotations.summary }}*${value('.', 'slack')}*
{{ end }}${list('Firing', 'slack', '• ', `• ${value(DESCRIPTION, 'slack')}${ifLink(DASHBOARD, MOST.slack, ' <{{ template "notification.dashboard" . }}|Dashboard>')}`)}${list('Resolved', 'slack', '• resolved: ', `• ~${value(DESCRIPTION, 'slack')}~`)}${ifLink(RUNBOOK, MOST.slack, `<{{ ${RUNBOOK} }}|Runbook> · `)}<{{ .ExternalURL }}|Silence>
{{- end }}

{{ define "notification.html" -}}
<b>{{ template "notification.title.html" . }}</b>
{{ with .CommonAnnotations.summary }}${value('.', 'html')}
{{ end }}${list('Firing', 'html', '- ', `- ${value(DESCRIPTION, 'html')}${ifLink(DASHBOARD, MOST.html, ' <a href="{{ template "notification.dashboard" . }}">Dashboard</a>')}`)}${list('Resolved', 'html', '- resolved: ', `- resolved: ${value(DESCRIPTION, 'html')}`)}${ifLink(RUNBOOK, MOST.html, `<a href="{{ ${RUNBOOK} }}">Runbook</a> · `)}<a href="{{ .ExternalURL }}">Silence</a>
{{- end }}
`;

type Template = `title.${Markup}` | `text.${Markup}` | 'slack' | 'html' | 'dashboard';

/** The value of a field that one of the templates fills in, from a whole notification or from the part of it given. */
export function filledBy(template: Template, part = '.'): string {
  return `{{ template "notification.${template}" ${part} }}`;
}
