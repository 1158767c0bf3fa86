import { dashboards } from '../../../constructs/index.ts';
import { type Broken, content, type Planted, tell } from './model.ts';

const panelOf = (m: Broken, type = 'timeseries') =>
  content(m, 'application.json').panels.find((panel: { type: string }) => panel.type === type);

/** Lets a panel ask something else. */
const show = (m: Broken, expr: string, more: object = {}) => {
  const panel = panelOf(m);
  panel.title = 'Mine';
  panel.targets = [{ ...panel.targets[0], expr, legendFormat: '' }];
  panel.fieldConfig = { defaults: {}, overrides: [] };
  Object.assign(panel, more);
};
const MINE = "panel 'Mine' of the dashboard 'Application'";

export const ofDashboards: Planted = {
  'variable-valid': [
    [
      'a panel is repeated by a variable that there is not',
      (m) => {
        show(m, 'up', { repeat: 'pods' });
      },
      [`${MINE}: repeat pods`],
    ],
    [
      'a variable lists a label that its metric has not',
      (m) => {
        const query = 'label_values(kube_pod_info, nodename)';
        content(m, 'application.json').templating.list.push({ name: 'n', type: 'query', query: { query } });
      },
      ["variable 'n' of the dashboard 'Application': nodename"],
    ],
    [
      "several values are compared by '='",
      (m) => {
        content(m, 'application.json').templating.list.push({ name: 'n', type: 'custom', multi: true, query: 'a,b' });
        show(m, 'sum(up{namespace="$n"})');
      },
      [`${MINE}, column 8: namespace="$n"`],
    ],
  ],
  'panel-label-exists': [
    [
      'a legend of a label that is gone',
      (m) => {
        show(m, 'sum by (app) (up)');
        panelOf(m).targets[0].legendFormat = '{{ pod }} of {{app}}';
      },
      [`${MINE}: {{pod}}`],
    ],
    [
      'a link of a label that is gone',
      (m) => {
        const links = [
          { title: 'Pod', url: `/d/pods?var-pod=\${__field.labels.pod}&var-namespace=\${__field.labels.app}` },
        ];
        show(m, 'sum by (app) (up)', { fieldConfig: { defaults: { links }, overrides: [] } });
      },
      [`${MINE}: \${__field.labels.pod}`],
    ],
    [
      'a link in an override, of a quantile',
      (m) => {
        const expr = 'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))';
        const links = [{ title: 'Logs', url: `https://example.com/\${__field.labels["app"]}` }];
        show(m, expr, { fieldConfig: { defaults: {}, overrides: [{ properties: [{ id: 'links', value: links }] }] } });
      },
      [`${MINE}: \${__field.labels.app}`],
    ],
  ],
  'panel-unit-fits': [
    [
      'seconds as bytes',
      (m) => {
        const expr = 'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))';
        show(m, expr, { fieldConfig: { defaults: { unit: 'bytes' }, overrides: [] } });
      },
      [`${MINE}: unit 'bytes'`],
    ],
    [
      'bytes as seconds',
      (m) => {
        const defaults = { unit: 's' };
        show(m, 'max by (job) (process_resident_memory_bytes)', { fieldConfig: { defaults, overrides: [] } });
      },
      [`${MINE}: unit 's'`],
    ],
    [
      'a threshold in percent on a share',
      (m) => {
        const defaults = {
          unit: 'percentunit',
          thresholds: { mode: 'absolute', steps: [{ value: null }, { value: 80 }] },
        };
        show(m, 'avg(up)', { fieldConfig: { defaults, overrides: [] } });
      },
      [`${MINE}: threshold 80`],
    ],
  ],
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
      'all variables but those that links choose are gone',
      (m) => {
        const { templating } = content(m, 'application.json');
        templating.list = templating.list.slice(0, 2);
      },
      ['dashboard Application: $pod', 'dashboard Application: $level'],
    ],
  ],
  'link-resolves': [
    [
      'a data link chooses a variable that the other dashboard has not',
      (m) => {
        const url = '/d/application?var-ap=flask-app&var-namespace=x';
        content(m, 'nodes.json').links.push({ type: 'link', url });
      },
      ['dashboard Nodes: var-ap'],
    ],
    [
      'an alert opens its dashboard with a variable that it has not',
      (m) => {
        tell(m, 'TargetDown', {
          dashboard_url: 'http://localhost:3000/d/application?var-namespce={{ $labels.namespace }}',
        });
      },
      ['alert TargetDown: var-namespce'],
    ],
    [
      'a dashboard links to another that is not there',
      (m) => {
        content(m, 'nodes.json').links.push({ type: 'link', url: '/d/node?var-x=1' });
      },
      ['dashboard Nodes: /d/node'],
    ],
    [
      'a link chooses a variable that the dashboard does not have',
      (m) => {
        content(m, 'nodes.json').links.push({ type: 'link', url: '/d/volumes?var-namespace=a&var-volume=b' });
      },
      ['dashboard Nodes: var-volume'],
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
