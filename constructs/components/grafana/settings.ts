import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import { door, endpoint, PODS } from '../../kit/endpoint.ts';
import { PROMETHEUS_API } from '../../kit/prometheus-api.ts';
import { kind, list, type Read, type Shape } from '../../kit/read.ts';
import * as kit from '../../kit/settings.ts';
import { isWritable } from '../../kit/text.ts';
import * as urls from '../../kit/urls.ts';
import * as validators from '../../kit/validators.ts';
import { isPlain, shown } from '../../kit/values.ts';
import type { GrafanaProps } from './props.ts';

/** The release that this project is tested with. */
export const IMAGE = 'docker.io/grafana/grafana:12.4.12';

export type Settings = kit.Settings<GrafanaProps, ReturnType<typeof defaults>>;

function defaults() {
  return {
    name: 'grafana',
    image: IMAGE,
    dashboards: [],
    openTo: [],
    silences: false,
    storage: Size.gibibytes(1),
    memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
    cpu: Cpu.millis(100),
    url: 'http://localhost:3000',
  };
}

export const DASHBOARD_LIST: Read<readonly Dashboard[]> = list(
  kind((value) => isPlain(value) && isPlain(value.json), 'a dashboard, as dashboard() makes it', undefined as never),
);

const SHAPE: Shape<GrafanaProps> = {
  prometheus: PROMETHEUS_API,
  loki: endpoint('loki'),
  alertmanager: endpoint('alertmanager'),
  dashboards: DASHBOARD_LIST,
  openTo: PODS,
};

/**
 * Reads the props of a Grafana.
 *
 * @param all its dashboards, with those that were added.
 */
export function grafanaSettings(construct: Construct, props: GrafanaProps, all: () => readonly Dashboard[]): Settings {
  return kit.settingsOf(construct, props, {
    ...{ defaults, shape: SHAPE },
    problems: (read) => problems({ ...read, dashboards: all() }),
  });
}

/** The data sources, each by the port that is for Grafana. */
export function dataSourcesOf({ prometheus, loki, alertmanager, silences }: Settings) {
  return {
    prometheus,
    loki: door(loki, 'query'),
    alertmanager: door(alertmanager, silences ? 'silences' : 'read'),
  };
}

function problems({ url, dashboards }: Settings): string[] {
  const twice = validators.repeated(dashboards.map(({ uid }) => uid));
  return [
    ...urls.httpUrl('url', url),
    ...validators.unless(
      dashboards.length > 0,
      "'dashboards' ([]) must have at least one; for example the list that constructs/stack exports",
    ),
    ...validators.unless(
      twice.length === 0,
      `'dashboards' has more than one with the uid ${twice.join(', ')}; give each its own 'uid'`,
    ),
    ...dashboards
      .filter(({ uid }) => !validators.isDashboardUid(uid))
      .map(
        ({ uid, title }) =>
          `dashboard '${title}': 'uid' (${shown(uid)}) must be 1 to 40 lower-case letters, digits and single '-'; for example "my-service"`,
      ),
    ...dashboards
      .filter(({ title }) => !validators.matches(/\S/, title) || title.length > 189 || !isWritable(title))
      .map(
        ({ uid, title }) =>
          `dashboard '${uid}': 'title' (${shown(title)}) must be text of 1 to 189 characters, none of them a control character, or Grafana ` +
          'does not load it; for example "My service"',
      ),
  ];
}
