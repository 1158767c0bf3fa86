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
  'template-label-exists': [
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
