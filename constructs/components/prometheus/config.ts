import { door, type Endpoint } from '../../kit/endpoint.ts';
import { type AlertScope, alertRelabelConfigs } from '../../kit/rules/alert-scope.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { globalSettings, scrapeConfigs } from '../../kit/scrape/scrape-config.ts';
import { byteSize, promDuration } from '../../kit/units.ts';
import type { IsRead } from '../../query/used-series.ts';
import type { Settings } from './settings.ts';

export const RULE_FILES = '/etc/prometheus/rules';

/**
 * Share of the series in memory that may belong to the past before they are written to the volume, at once rather than
 * within three hours. It is checked every minute: a target with new series at each scrape pushes out its own.
 */
const STALE_SHARE = 0.3;

export function configuration(
  settings: Settings,
  jobs: readonly ScrapeJob[],
  scopes: readonly AlertScope[],
  isRead: IsRead,
): object {
  const relabel = alertRelabelConfigs(scopes);
  const { scrapeInterval, evaluationInterval, retention, retentionSize, alertmanager, installation } = settings;
  return {
    global: {
      ...globalSettings(scrapeInterval),
      // How large the answer of each target was: who is refused, and who is about to be.
      extra_scrape_metrics: true,
      evaluation_interval: promDuration(evaluationInterval),
      external_labels: { cluster: installation.cluster.name },
    },
    storage: {
      tsdb: {
        retention: { time: promDuration(retention), size: byteSize(retentionSize) },
        stale_series_compaction_threshold: STALE_SHARE,
      },
    },
    rule_files: [`${RULE_FILES}/*.yml`],
    ...(alertmanager && {
      alerting: {
        ...(relabel.length > 0 && { alert_relabel_configs: relabel }),
        alertmanagers: [alertmanagerConfig(door(alertmanager, 'alerts'))],
      },
    }),
    scrape_configs: scrapeConfigs(jobs, scrapeInterval, isRead),
  };
}

function alertmanagerConfig({ url }: Endpoint<'alertmanager'>): object {
  const { protocol, host, pathname } = new URL(url);
  return {
    scheme: protocol.replace(':', ''),
    ...(pathname !== '/' && { path_prefix: pathname }),
    static_configs: [{ targets: [host] }],
  };
}
