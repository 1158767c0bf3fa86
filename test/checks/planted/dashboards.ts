import { dashboards } from '../../../constructs/index.ts';
import { content, type Planted } from './model.ts';

export const ofDashboards: Planted = {
  'data-source-provisioned': [
    [
      'a panel asks another uid',
      (m) => {
        content(m, 'application.json').panels[2].datasource.uid = 'promethus';
      },
      ['dashboard Application: data source promethus'],
    ],
    [
      'a variable asks another uid',
      (m) => {
        content(m, 'application.json').templating.list[0].datasource.uid = 'thanos';
      },
      ['dashboard Application: data source thanos'],
    ],
    [
      'an annotation asks another uid',
      (m) => {
        content(m, 'nodes.json').annotations.list = [{ name: 'deploys', datasource: { uid: 'mimir' } }];
      },
      ['dashboard Nodes: data source mimir'],
    ],
    [
      'nothing is provisioned for Prometheus',
      (m) => {
        content(m, 'datasources.yaml').datasources.shift();
      },
      [...dashboards.map(({ title }) => title), 'Service level'].map(
        (title) => `dashboard ${title}: data source prometheus`,
      ),
    ],
  ],
  'unique-ids': [
    [
      'two dashboards of one title',
      (m) => {
        content(m, 'nodes.json').title = 'Logs';
      },
      ['dashboard title Logs: Logs'],
    ],
    [
      'an object twice',
      (m) => {
        m.objects.push(structuredClone(m.objects.at(-1)!));
      },
      ['Deployment flask-app/flask-app: flask-app/flask-app'],
    ],
    [
      'two groups of one name in a file',
      (m) => {
        const { groups } = content(m, 'watchdog.yml');
        groups.push({ name: groups[0].name, rules: [] });
      },
      ['rule group watchdog of prometheus-rules/watchdog.yml: prometheus-rules/watchdog.yml'],
    ],
    [
      'an alert in two groups',
      (m) => {
        const { groups } = content(m, 'watchdog.yml');
        groups.push({ ...groups[0], name: 'again' });
      },
      ['alert Watchdog: Watchdog'],
    ],
  ],
  'variable-defined': [
    [
      'a query names another variable',
      (m) => {
        content(m, 'application.json').panels[2].targets[0].expr = 'sum(up{app="$ap"})';
      },
      ['dashboard Application: $ap'],
    ],
    [
      'a title names a variable',
      (m) => {
        content(m, 'logs.json').panels[0].title = 'Logs of [[team]]';
      },
      ['dashboard Logs: $team'],
    ],
    [
      'a variable depends on another',
      (m) => {
        content(m, 'application.json').templating.list[1].query.query = 'label_values(up{zone="$zone"}, app)';
      },
      ['dashboard Application: $zone'],
    ],
    [
      'all variables are gone',
      (m) => {
        content(m, 'logs.json').templating.list = [];
      },
      [
        'dashboard Logs: $namespace',
        'dashboard Logs: $app',
        'dashboard Logs: $pod',
        'dashboard Logs: $level',
        'dashboard Logs: $search',
      ],
    ],
  ],
  'link-resolves': [
    [
      'a dashboard links to another that is not there',
      (m) => {
        content(m, 'nodes.json').links.push({ type: 'link', url: '/d/node?var-x=1' });
      },
      ['dashboard Nodes: /d/node'],
    ],
    [
      'a data link leads nowhere',
      (m) => {
        content(m, 'application.json').panels[2].fieldConfig.defaults.links = [{ url: '/d/loges/x' }];
      },
      ['dashboard Application: /d/loges'],
    ],
    [
      'an alert links to a dashboard that is not there',
      (m) => {
        content(m, 'watchdog.yml').groups[0].rules[0].annotations.dashboard_url = 'http://localhost:3000/d/stak';
      },
      ['alert Watchdog: /d/stak'],
    ],
    [
      'a dashboard has another uid than the links to it',
      (m) => {
        content(m, 'watchdog.yml').groups[0].rules[0].annotations.dashboard_url =
          'http://localhost:3000/d/monitoring-cost';
        content(m, 'monitoring-cost.json').uid = 'monitoring-costs';
      },
      ['alert Watchdog: /d/monitoring-cost'],
    ],
  ],
};
