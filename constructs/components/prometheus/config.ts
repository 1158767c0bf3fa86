import type { Endpoint } from '../../kit/endpoint.ts';
import { type AlertScope, alertRelabelConfigs } from '../../kit/rules/alert-scope.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { globalSettings, scrapeConfigs } from '../../kit/scrape/scrape-config.ts';
import { byteSize, promDuration } from '../../kit/units.ts';
import type { IsRead } from '../../query/used-series.ts';
import type { Settings } from './settings.ts';

export const RULE_FILES = '/etc/prometheus/rules';

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
      evaluation_interval: promDuration(evaluationInterval),
      external_labels: { cluster: installation.cluster.name },
    },
    storage: { tsdb: { retention: { time: promDuration(retention), size: byteSize(retentionSize) } } },
    rule_files: [`${RULE_FILES}/*.yml`],
    ...(alertmanager && {
      alerting: {
        ...(relabel.length > 0 && { alert_relabel_configs: relabel }),
        alertmanagers: [alertmanagerConfig(alertmanager)],
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
