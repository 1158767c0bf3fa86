import { container, content, type Planted, spec, theirs } from './model.ts';

export const addresses: Planted = {
  'address-resolves': [
    [
      "Prometheus sends alerts to 'alertmanger'",
      (m) => {
        content(m, 'prometheus.yml').alerting.alertmanagers[0].static_configs[0].targets = [
          'alertmanger.monitoring.svc:9093',
        ];
      },
      ['prometheus-config/prometheus.yml: alertmanger.monitoring.svc:9093'],
    ],
    [
      'Prometheus sends alerts to another port',
      (m) => {
        content(m, 'prometheus.yml').alerting.alertmanagers[0].static_configs[0].targets = [
          'alertmanager.monitoring.svc:9094',
        ];
      },
      ['prometheus-config/prometheus.yml: alertmanager.monitoring.svc:9094'],
    ],
    [
      'a data source is in another namespace',
      (m) => {
        content(m, 'datasources.yaml').datasources[0].url = 'http://prometheus.monitorin.svc:9090';
      },
      ['grafana-datasources/datasources.yaml: prometheus.monitorin.svc:9090'],
    ],
    [
      'a data source names no port',
      (m) => {
        content(m, 'datasources.yaml').datasources[1].url = 'http://loki.monitoring.svc';
      },
      ['grafana-datasources/datasources.yaml: loki.monitoring.svc:80'],
    ],
    [
      'a webhook goes nowhere',
      (m) => {
        content(m, 'alertmanager.yml').receivers[1].webhook_configs = [{ url: 'http://pager.example.com/hook' }];
      },
      ['alertmanager-config/alertmanager.yml: pager.example.com:80'],
    ],
    [
      'the Service of Loki has another port',
      (m) => {
        spec(m, 'Service', 'loki').ports[0].port = 3200;
      },
      [
        'alloy-config/config.alloy: loki.monitoring.svc:3100',
        'grafana-datasources/datasources.yaml: loki.monitoring.svc:3100',
      ],
    ],
    [
      'an argument names a Service that is not there',
      (m) => {
        container(m, 'Deployment', 'flask-app').args = ['--collector=http://tempo.monitoring.svc:4317'];
      },
      ['container of flask-app/flask-app: tempo.monitoring.svc:4317'],
    ],
  ],
  'service-hits-pods': [
    [
      'a Service selects by another name',
      (m) => {
        spec(m, 'Service', 'grafana').selector = { 'app.kubernetes.io/instance': 'graphana' };
      },
      ['Service monitoring/grafana: app.kubernetes.io/instance=graphana'],
    ],
    [
      'a container calls its port otherwise',
      (m) => {
        spec(m, 'Service', 'flask-app').ports[0].targetPort = 'web';
      },
      ['Service flask-app/flask-app: targetPort web'],
    ],
    [
      'a container has no ports',
      (m) => {
        delete container(m, 'Deployment', 'flask-app').ports;
        for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
          delete container(m, 'Deployment', 'flask-app')[probe];
      },
      ['Service flask-app/flask-app: targetPort 8000'],
    ],
  ],
  'probe-port-declared': [
    [
      'a liveness probe asks a named port that is not there',
      (m) => {
        container(m, 'Deployment', 'loki').livenessProbe.httpGet.port = 'web';
      },
      ['container loki of monitoring/loki: livenessProbe on port web'],
    ],
    [
      'a startup probe asks by TCP',
      (m) => {
        container(m, 'Deployment', 'prometheus').startupProbe = { tcpSocket: { port: 9091 } };
      },
      ['container prometheus of monitoring/prometheus: startupProbe on port 9091'],
    ],
    [
      'a DaemonSet asks another port',
      (m) => {
        container(m, 'DaemonSet', 'alloy').readinessProbe.httpGet.port = 12346;
      },
      ['container alloy of monitoring-node/alloy: readinessProbe on port 12346'],
    ],
    [
      'a container declares no ports',
      (m) => {
        delete container(m, 'DaemonSet', 'node-exporter').ports;
      },
      [
        'container node-exporter of monitoring-node/node-exporter: startupProbe on port 9100',
        'container node-exporter of monitoring-node/node-exporter: readinessProbe on port 9100',
        'container node-exporter of monitoring-node/node-exporter: livenessProbe on port 9100',
      ],
    ],
  ],
  'host-port-free': [
    [
      'an agent of others is in the network of each node, on the port of node-exporter',
      (m) => {
        m.objects.push(
          theirs('apps/v1', 'DaemonSet', 'agent', {
            hostNetwork: true,
            containers: [{ ports: [{ containerPort: 9100 }] }],
          }),
        );
      },
      ['DaemonSet monitoring-node/node-exporter: port 9100 of the node'],
    ],
    [
      'two of ours take one port',
      (m) => {
        container(m, 'DaemonSet', 'alloy').ports[0].hostPort = 9100;
      },
      [
        'DaemonSet monitoring-node/node-exporter: port 9100 of the node',
        'DaemonSet monitoring-node/alloy: port 9100 of the node',
      ],
    ],
    [
      'Alloy takes the port of the kubelet',
      (m) => {
        container(m, 'DaemonSet', 'alloy').ports.push({ name: 'more', containerPort: 1, hostPort: 10250 });
      },
      ['DaemonSet monitoring-node/alloy: port 10250 of the node'],
    ],
  ],
};
