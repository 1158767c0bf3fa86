import { Size } from 'cdk8s';
import { DATASOURCE } from '../../kit/dashboards/datasource.ts';
import { door } from '../../kit/endpoint.ts';
import { LOG_LIMITS } from '../../kit/log-limits.ts';
import { type AlertScope, alertRelabelConfigs } from '../../kit/rules/alert-scope.ts';
import { mebibytes, promDuration, seconds } from '../../kit/units.ts';
import { PORT } from './probes.ts';
import { EVALUATION_INTERVAL, type Settings } from './settings.ts';

export const DATA = '/loki';

/** Where the ruler looks for rules: a folder for each tenant. */
export const RULE_FILES = '/etc/loki/rules';

/** From when on the schema holds. It never changes: chunks written before could not be read any more. */
const SCHEMA_FROM = '2024-04-01';

/** Share of the memory limit that the replay of the write-ahead log may fill. Loki's own default is 4 GB. */
const REPLAY_SHARE = 0.75;

export function share(size: Size, part: number): Size {
  return Size.mebibytes(Math.floor(mebibytes(size) * part));
}

/** @see https://grafana.com/docs/loki/latest/configure/ */
export function configuration(settings: Settings, scopes: readonly AlertScope[]): object {
  const { retention, memory, ingestionRate, maxStreams, guard } = settings;
  const rate = mebibytes(ingestionRate);
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: {
      ...(guard && { http_listen_address: '127.0.0.1' }),
      http_listen_port: PORT,
      grpc_listen_address: '127.0.0.1',
      log_level: 'warn',
    },
    common: {
      instance_addr: '127.0.0.1',
      path_prefix: DATA,
      replication_factor: 1,
      ring: { kvstore: { store: 'inmemory' } },
      storage: { filesystem: { chunks_directory: `${DATA}/chunks`, rules_directory: `${DATA}/rules` } },
    },
    schema_config: {
      configs: [
        {
          from: SCHEMA_FROM,
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    storage_config: {
      tsdb_shipper: { active_index_directory: `${DATA}/tsdb-index`, cache_location: `${DATA}/tsdb-cache` },
    },
    // Its own defaults are 100 MB and 5 GB. In a batch of empty lines, their times take up some twenty bytes each.
    distributor: { max_recv_msg_size: 16 * LOG_LIMITS.batch, max_decompressed_size: 32 * LOG_LIMITS.batch },
    ingester: {
      // Alone in its ring, it has nobody to wait for.
      lifecycler: { min_ready_duration: '0s' },
      wal: { dir: `${DATA}/wal`, replay_memory_ceiling: `${mebibytes(share(memory.limit, REPLAY_SHARE))}MB` },
    },
    compactor: {
      working_directory: `${DATA}/compactor`,
      retention_enabled: true,
      delete_request_store: 'filesystem',
      // Nothing here asks for deletions, and LokiDeleteRequested tells: a weekend is time enough to cancel a forged one.
      delete_request_cancel_period: '72h',
    },
    limits_config: {
      retention_period: `${seconds(retention) / 3600}h`,
      ingestion_rate_mb: rate,
      ingestion_burst_size_mb: rate * 2,
      per_stream_rate_limit: `${Math.ceil(rate / 2)}MB`,
      per_stream_rate_limit_burst: `${rate * 2}MB`,
      max_global_streams_per_user: maxStreams,
      max_label_names_per_series: LOG_LIMITS.labels,
      max_label_name_length: LOG_LIMITS.labelName,
      max_label_value_length: LOG_LIMITS.labelValue,
      // As long as a node keeps the logs of its pods, so that a collector that was away can catch up.
      reject_old_samples_max_age: '168h',
      max_line_size: `${LOG_LIMITS.line / 1024}KB`,
      max_line_size_truncate: true,
      // Labels are the collector's seven and no others.
      discover_service_name: [],
      discover_log_levels: false,
      volume_enabled: true,
    },
    query_range: {
      cache_results: true,
      results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: 50 } } },
    },
    pattern_ingester: { enabled: false },
    ...(settings.rules.length > 0 && { ruler: ruler(settings, scopes) }),
  };
}

function ruler({ alertmanager, grafanaUrl, installation }: Settings, scopes: readonly AlertScope[]): object {
  const relabel = alertRelabelConfigs(scopes);
  return {
    storage: { type: 'local', local: { directory: RULE_FILES } },
    rule_path: `${DATA}/rules-temp`,
    evaluation_interval: promDuration(EVALUATION_INTERVAL),
    alertmanager_url: alertmanager && door(alertmanager, 'alerts').url,
    enable_alertmanager_v2: true,
    ...(relabel.length > 0 && { alert_relabel_configs: relabel }),
    // As Prometheus has it: the streams' own label is lost where an alert counts by application.
    external_labels: { cluster: installation.cluster.name },
    ...(grafanaUrl && { external_url: grafanaUrl, datasource_uid: DATASOURCE.loki }),
    enable_api: false,
  };
}
