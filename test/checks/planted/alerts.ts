import { ask, content, inhibit, type Planted, tell } from './model.ts';

export const alerts: Planted = {
  'alert-reaches-receiver': [
    [
      'a route names another receiver',
      (m) => {
        content(m, 'alertmanager.yml').route.routes[2].receiver = 'waning';
        content(m, 'alertmanager.yml').route.receiver = 'warning';
      },
      ['alertmanager-config/alertmanager.yml: route to waning'],
    ],
    [
      'a receiver without a route',
      (m) => {
        content(m, 'alertmanager.yml').receivers.push({ name: 'team' });
      },
      ['alertmanager-config/alertmanager.yml: team'],
    ],
    [
      'a nested route names a receiver that is not there',
      (m) => {
        content(m, 'alertmanager.yml').route.routes[1].routes = [
          { receiver: 'night', matchers: ['namespace=~"shop.*"'] },
        ];
      },
      ['alertmanager-config/alertmanager.yml: route to night'],
    ],
    [
      'the first route has no receiver',
      (m) => {
        delete content(m, 'alertmanager.yml').route.receiver;
        content(m, 'alertmanager.yml').route.routes[0].matchers = ['severity!="none"'];
        content(m, 'alertmanager.yml').route.routes.splice(2);
        content(m, 'alertmanager.yml').receivers.splice(1, 1);
      },
      ['alert Watchdog: no receiver'],
    ],
    [
      'a route asks for alerts that are not there, and for some that are',
      (m) => {
        content(m, 'alertmanager.yml').route.routes[0].routes = [
          { receiver: 'nobody', matchers: ['alertname=~"Watchdogs|Watchdog|Other"'] },
          { receiver: 'nobody', matchers: ['alertname!="Nobody"', 'namespace="shop"'] },
          { receiver: 'nobody', matchers: ['alertname=~"Watch.*"'] },
        ];
      },
      [
        'alertmanager-config/alertmanager.yml: route for Watchdogs',
        'alertmanager-config/alertmanager.yml: route for Other',
      ],
    ],
  ],
  'inhibition-applies': [
    [
      'a cause is not there',
      (m) => {
        inhibit(m, 'NodeNotRedy', 'NodeFlapping', ['node']);
      },
      ['alertmanager-config/alertmanager.yml: inhibition by NodeNotRedy'],
    ],
    [
      'two of its effects are not there',
      (m) => {
        inhibit(m, 'NodeNotReady', 'NodeFlaping|NodeFlapping|Nodes', ['node']);
      },
      [
        'alertmanager-config/alertmanager.yml: inhibition of NodeFlaping by NodeNotReady',
        'alertmanager-config/alertmanager.yml: inhibition of Nodes by NodeNotReady',
      ],
    ],
    [
      'a label that only the cause has',
      (m) => {
        inhibit(m, 'PodNotReady', 'NodeFlapping', ['cluster', 'pod']);
      },
      ['alertmanager-config/alertmanager.yml: equal pod of PodNotReady and NodeFlapping'],
    ],
    [
      'a label that neither has, of alerts over logs',
      (m) => {
        inhibit(m, 'LogGoPanic', 'LogPythonTraceback', ['namespace', 'node']);
      },
      ['alertmanager-config/alertmanager.yml: equal node of LogGoPanic and LogPythonTraceback'],
    ],
    [
      'an alert loses the label that has to be equal',
      (m) => {
        ask(m, 'NodeFlapping', 'max by (job) (up{job="kubelet"}) == 0');
        tell(m, 'NodeFlapping', {});
      },
      ['alertmanager-config/alertmanager.yml: equal node of NodeNotReady and NodeFlapping'],
    ],
  ],
  'template-valid': [
    [
      'a brace is missing',
      (m) => {
        tell(m, 'TargetDown', { description: '{{ $labels.job } is down' });
      },
      ['alert TargetDown, description, column 1: {{'],
    ],
    [
      'a function that there is not, in a label',
      (m) => {
        tell(m, 'TargetDown', { summary: 'Of all, {{ $value | humanizePercent }} are down.' });
      },
      ['alert TargetDown, summary, column 21: humanizePercent'],
    ],
    [
      'a variable that there is not, in an alert over logs',
      (m) => {
        tell(m, 'LogGoPanic', { description: 'A {{ if true }}panic\nin {{ $label.pod }}{{ end }}' });
      },
      ['alert LogGoPanic, description, line 2, column 7: $label'],
    ],
    [
      'a field that there is not',
      (m) => {
        tell(m, 'TargetDown', { description: '{{ .labels.job }} is down: {{ with .Value }}{{ .Foo }}{{ end }}' });
      },
      ['alert TargetDown, description, column 4: .labels.job'],
    ],
    [
      'a condition without an end',
      (m) => {
        tell(m, 'TargetDown', { description: '{{ if $labels.job }}down' });
      },
      ['alert TargetDown, description, column 1: {{ if $labels.job }}'],
    ],
    [
      'notifications that cannot be made',
      (m) => {
        content(m, 'alertmanager.yml').receivers[1].slack_configs = [
          { title: '{{ template "notification.titel" . }}', text: '{{ .CommonLabels.pod | humanize }}' },
          { text: '{{ .Labels.pod }} {{ template "slack.default.text" . }}' },
        ];
      },
      [
        'alertmanager-config/alertmanager.yml, receivers.1.slack_configs.0.title, column 13: "notification.titel"',
        'alertmanager-config/alertmanager.yml, receivers.1.slack_configs.0.text, column 24: humanize',
        'alertmanager-config/alertmanager.yml, receivers.1.slack_configs.1.text, column 4: .Labels.pod',
      ],
    ],
  ],
  'template-label-exists': [
    [
      'a label is misspelt in the other spelling',
      (m) => {
        tell(m, 'TargetDown', { description: '{{ .Labels.instanc }} of {{ index .Labels "jop" }} is down' });
      },
      ['alert TargetDown, description: $labels.instanc', 'alert TargetDown, description: $labels.jop'],
    ],
    [
      'a label is misspelt in a pipeline',
      (m) => {
        tell(m, 'TargetDown', { description: '{{ $labels.instanc | toUpper }} of {{$labels.job}} is down' });
      },
      ['alert TargetDown, description: $labels.instanc'],
    ],
    [
      'a dashboard is opened with a label that is gone',
      (m) => {
        tell(m, 'LogGoPanic', {
          dashboard_url: '/d/logs?var-namespace={{ $labels.namespace }}&var-c={{ $labels.node }}',
        });
      },
      ['alert LogGoPanic, dashboard_url: $labels.node'],
    ],
    [
      'a label that the alert gets after its texts are made',
      (m) => {
        const description = 'A {{ with $labels.severity }}{{ . }}{{ end }} in {{ index $labels "cluster" }}';
        tell(m, 'TargetDown', { description });
      },
      ['alert TargetDown, description: $labels.severity', 'alert TargetDown, description: $labels.cluster'],
    ],
    [
      'an expression loses the label that its text fills in',
      (m) => {
        ask(m, 'GrafanaRequestErrors', 'max by (job) (up) == 0');
        const description = '{{ $labels.job }}: {{ if $labels.pod }}{{ $labels.pod }}{{ end }}, $labels.instance';
        tell(m, 'GrafanaRequestErrors', { description });
      },
      ['alert GrafanaRequestErrors, description: $labels.pod'],
    ],
  ],
};
