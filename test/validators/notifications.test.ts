import type { Model } from '../../constructs/index.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { mainModel } from '../lib/checks.ts';
import { withFiles } from '../lib/files.ts';
import { apiServersGone } from '../lib/scenes/api-servers-gone.ts';
import { deploymentsDown } from '../lib/scenes/deployments-down.ts';
import { diskFull } from '../lib/scenes/disk-full.ts';
import { lokiDown } from '../lib/scenes/loki-down.ts';
import { lostNode, lostNodeWithStatefulSet } from '../lib/scenes/lost-node.ts';
import { BEFORE, type Scene, scenesFile } from '../lib/scenes/scene.ts';
import { describeWith, run } from './tools.ts';

/** What people are sent when something breaks: all rules over metrics, and Alertmanager with its routes, groups and inhibitions. */

/** Names of the alerts that each receiver is told of first in a notification, in order. */
interface Told {
  readonly critical: readonly string[];
  readonly warning: readonly string[];
}

/** A notification as `tools/scenes` prints it. */
interface Notification {
  /** Seconds since the scene began. */
  readonly at: number;
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: { readonly alertname: string };
}

const WANTED: readonly (readonly [Scene, Told])[] = [
  [lostNode, { critical: [], warning: ['NodeNotReady'] }],
  [lostNodeWithStatefulSet, { critical: ['StatefulSetUnavailable'], warning: ['NodeNotReady'] }],
  [deploymentsDown, { critical: ['DeploymentUnavailable'], warning: ['LogErrorBurst'] }],
  [lokiDown, { critical: ['LokiDown'], warning: [] }],
  [apiServersGone, { critical: ['ApiServerDown'], warning: [] }],
  [diskFull, { critical: ['NodeDiskFull'], warning: [] }],
];

const TEN_MINUTES = 600_000;

describeWith('scenes', () => {
  let model: Model;
  beforeAll(async () => {
    model = await mainModel();
  });

  /** What is sent in some scenes, by their names. */
  function notifications(
    scenes: readonly Scene[],
    minutes: number,
    areRead = (_: string) => true,
  ): Map<string, readonly Notification[]> {
    const rules = model.files.filter(({ configMap, key }) => configMap.startsWith('prometheus-rules') && areRead(key));
    const configs = model.files.filter(({ key }) => key === 'prometheus.yml' || key === 'alertmanager.yml');
    const ofRules = rules.map(({ key, content }) => [`rules/${key}`, toYaml(content)] as const);
    const names = ofRules.map(([name]) => name);
    const files = Object.fromEntries([
      ...ofRules,
      ...configs
        .filter(({ configMap }) => configMap.endsWith('-config'))
        .map(({ key, content }) => [key, toYaml(content)]),
      ['scenes.yml', toYaml(scenesFile(names, scenes, minutes))],
    ]);
    const { status, output } = withFiles(files, (folder) => run('scenes', [`${folder}/scenes.yml`]));
    if (status !== 0) throw new Error(output);
    const told: readonly { name: string; notifications: readonly Notification[] }[] = JSON.parse(output);
    return new Map(told.map(({ name, notifications: all }) => [name, all]));
  }

  describe('until a trouble is an hour old', () => {
    let sent: Map<string, readonly Notification[]>;
    beforeAll(() => {
      sent = notifications(
        WANTED.map(([scene]) => scene),
        60,
      );
    }, TEN_MINUTES);

    test.each(WANTED.map(([{ name }, wanted]) => ({ name, wanted })))('$name', ({ name, wanted }) => {
      const told = (receiver: string) =>
        sent
          .get(name)
          ?.filter((one) => one.receiver === receiver && one.status === 'firing')
          .map(({ groupLabels }) => groupLabels.alertname);
      expect({ critical: told('critical'), warning: told('warning') }).toEqual(wanted);
    });
  });

  test(
    'what goes on is told again: what is critical every 4 hours, a warning every 12',
    () => {
      const labels = { namespace: 'shops', app: 'shop' };
      const hours = { from: 0, to: 26 * 60 };
      const scene: Scene = {
        name: 'two alerts of the logs',
        change: () => undefined,
        logAlerts: [
          { labels: { ...labels, alertname: 'LogPythonTraceback', severity: 'warning' }, ...hours },
          { labels: { ...labels, alertname: 'LogReadOnlyFileSystem', severity: 'critical' }, ...hours },
        ],
      };
      const sent = notifications([scene], 25 * 60, (key) => key === 'watchdog.yml').get(scene.name) ?? [];
      const told = (receiver: string) =>
        sent.filter((one) => one.receiver === receiver).map(({ at }) => Math.floor((at - BEFORE * 60) / 3600));
      expect({ critical: told('critical'), warning: told('warning') }).toEqual({
        critical: [0, 4, 8, 12, 16, 20, 24],
        warning: [0, 12, 24],
      });
    },
    TEN_MINUTES,
  );
});
