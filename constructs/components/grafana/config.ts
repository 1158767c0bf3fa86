import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import { DATASOURCE } from '../../kit/dashboards/datasource.ts';
import type { Installation } from '../../kit/installation.ts';
import { promDuration } from '../../kit/units.ts';
import { KEY_FILE, PASSWORD_FILE } from './secrets.ts';
import { dataSourcesOf, type Settings } from './settings.ts';

export const DASHBOARDS = '/etc/grafana/dashboards';

/** Settings as variables. @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
export function environment({ url, dashboards }: Settings): Record<string, string> {
  const home = dashboards.find(({ uid }) => uid === 'home');
  return {
    GF_SERVER_ROOT_URL: url,
    ...(home && { GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${DASHBOARDS}/${home.uid}.json` }),
    GF_SECURITY_ADMIN_PASSWORD__FILE: PASSWORD_FILE,
    GF_SECURITY_SECRET_KEY__FILE: KEY_FILE,
    // Browsers then send it over https and to localhost only: without https, nobody could log in.
    ...(url.startsWith('https:') && { GF_SECURITY_COOKIE_SECURE: 'true' }),
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_DATABASE_WAL: 'true',
    GF_LOG_MODE: 'console',
    GF_LOG_CONSOLE_FORMAT: 'json',
    // Nothing is asked of, sent to or downloaded from the internet.
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PREINSTALL_AUTO_UPDATE: 'false',
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
  };
}

export function dataSourceFile(settings: Settings, dashboards: readonly Dashboard[]): object {
  const { prometheus, loki, alertmanager } = dataSourcesOf(settings);
  const common = { access: 'proxy', orgId: 1, editable: false };
  return {
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        uid: DATASOURCE.prometheus,
        type: 'prometheus',
        url: prometheus.url,
        isDefault: true,
        ...common,
        jsonData: {
          httpMethod: 'POST',
          // Grafana assumes 15 s, and at longer intervals $__rate_interval would then find one sample.
          timeInterval: promDuration(prometheus.scrapeInterval),
          alertmanagerUid: DATASOURCE.alertmanager,
        },
      },
      {
        name: 'Loki',
        uid: DATASOURCE.loki,
        type: 'loki',
        url: loki.url,
        isDefault: false,
        ...common,
        jsonData: {
          maxLines: 1000,
          alertmanagerUid: DATASOURCE.alertmanager,
          derivedFields: fromLines(dashboards),
          // A guard refuses what Grafana's page of alert rules asks for, and tells of it.
          ...(settings.loki.doors && { manageAlerts: false }),
        },
      },
      {
        name: 'Alertmanager',
        uid: DATASOURCE.alertmanager,
        type: 'alertmanager',
        url: alertmanager.url,
        isDefault: false,
        ...common,
        jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
      },
    ],
  };
}

/** What Grafana fills in on a click. In a provisioned file, a single dollar would be a variable of its environment. */
const filled = (name: string) => `$$\{${name}}`;

/** Where a label of a log line leads: the dashboard that shows its value in the variable of the same name. */
const FROM_LINES = { pod: 'pods', namespace: 'namespace' } as const;

/**
 * Links from every log line to the metrics of the time range that is shown, to the dashboards that are there. A link
 * knows the value of one label only: other labels are variables in some panels of Explore, and on a dashboard its own
 * choices of that name, which may be of another namespace. So that of a pod leaves the namespace at "All".
 *
 * @see https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/#derived-fields
 */
function fromLines(dashboards: readonly Dashboard[]): object[] {
  return Object.entries(FROM_LINES)
    .filter(([, to]) => dashboards.some(({ uid }) => uid === to))
    .map(([label, uid]) => ({
      name: `metrics of ${label}`,
      matcherType: 'label',
      matcherRegex: `^${label}$`,
      url: `/d/${uid}?var-${label}=${filled('__value.raw')}&from=${filled('__from')}&to=${filled('__to')}`,
      urlDisplayLabel: `Metrics of this ${label}`,
    }));
}

export function providerFile({ name }: Installation): object {
  return {
    apiVersion: 1,
    providers: [
      {
        name,
        orgId: 1,
        type: 'file',
        folder: name,
        allowUiUpdates: false,
        disableDeletion: true,
        updateIntervalSeconds: 30,
        options: { path: DASHBOARDS },
      },
    ],
  };
}
