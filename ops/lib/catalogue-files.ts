import type { Catalogue } from '../../constructs/kit/catalogue.ts';
import { COMPONENTS } from '../../constructs/stack/components.ts';
import { CONTENT } from '../../constructs/stack/content.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';

/** The catalogue of a job, and its file. */
export interface Kept {
  readonly file: string;
  readonly catalogue: Catalogue;
  /** Whether the buckets of histograms are recorded. @default false */
  readonly buckets?: boolean;
}

/** Jobs that an installation may lack. */
export const OPTIONAL: readonly string[] = ['guard'];

/** Job -> its catalogue. Jobs of other applications have none here: theirs is in `exposes`. */
export const KEPT: Readonly<Record<string, Kept>> = {
  ...Object.fromEntries(
    CONTENT.flatMap(({ name, jobs = {} }) => {
      const folder = `constructs/${COMPONENTS.some((one) => one.name === name) ? 'components' : 'content'}/${name}`;
      return Object.entries(jobs).map(([job, catalogue]) => {
        const file = Object.keys(jobs).length === 1 ? `${folder}/metrics.ts` : `${folder}/metrics/${job}.ts`;
        return [job, { file, catalogue }];
      });
    }),
  ),
  'flask-app': { file: 'examples/flask-app/catalogue.ts', catalogue: flaskApp, buckets: true },
};

/**
 * Families that are never `always`, even if they were scraped: some machines have them, by hardware, kernel or file systems,
 * or something that every test run does, such as a query, triggers them.
 */
export const SOMETIMES: Readonly<Record<string, RegExp>> = {
  'node-exporter': new RegExp(
    `^node_(${[
      'bcache|bonding|btrfs|cooling|cpu_(bug|core|flag|frequency|info|package|scaling|vulnerabilities)|dmi|drbd|edac',
      'disk_(ata|device|filesystem|info)|fibrechannel|hwmon|infiniband|ipvs|isolated|kernel_hung|md|mountstats|nf_',
      'network_speed|nfs|nvme|os_version|power_supply|pressure|rapl|schedstat|selinux|softirqs|tape|thermal|udp_|watchdog',
      'xfrm|xfs|zfs|zoneinfo|(netstat|sockstat)_[A-Za-z]+6_',
      'memory_(Bounce|Cma|DirectMap|File|Hardware|Huge|KReclaimable|NFS|Percpu|Sec|Shmem[HP]|Unaccepted|Zswap)',
    ].join('|')})`,
  ),
  cadvisor: /^container_(blkio|fs_(?!usage|limit)|hugetlb|perf|pressure)|^machine_(dimm|nvm|swap)/,
  kubelet:
    /^dra_|^kubelet_(restarted_pods_total|volume_metric_collection)|^(storage|volume)_operation_|^workqueue_retries_total$/,
  apiserver: new RegExp(
    `^(${[
      'apiserver_(init_events_total|requested_deprecated_apis|storage_consistency_checks_total)',
      'authentication_attempts|node_authorizer_.*|workqueue_retries_total',
    ].join('|')})$`,
  ),
  coredns: /^coredns_(cache|dns|forward|kubernetes_dns|proxy|template)_/,
  // Rules and queries trigger these.
  loki: new RegExp(
    `^((loki_)?logql_|net_conntrack_|loki_(${[
      'chunk_fetcher|compactor_(grpc|locked)|frontend_query|index_(chunk|request)|mutated|prometheus',
      'querier_query_frontend_request|query_frontend_shard|query_scheduler_(enqueue|queue_length)',
      'ruler_config|store_(chunks|series)|tsdb_(head_series_not|shipper_query)',
    ].join('|')}))`,
  ),
  alertmanager: /^alertmanager_alerts_subscriber_/,
  prometheus: /^prometheus_(notifications_latency|rule_group_last_restore)_/,
  alloy: /^loki_process_cri_/,
};
