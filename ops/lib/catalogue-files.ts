import * as byHand from '../../constructs/catalogue/by-hand/index.ts';
import { CATALOGUE } from '../../constructs/catalogue/index.ts';
import * as recorded from '../../constructs/catalogue/recorded.ts';
import type { Catalogue } from '../../constructs/lib/catalogue.ts';
import { JOB } from '../../constructs/matchers.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';

/** The catalogue of a job, and where it is kept. */
export interface Kept {
  /** Name of its constant. */
  readonly name: string;
  readonly file: string;
  readonly recorded: Catalogue;
  readonly byHand: Catalogue;
  /** Both together. */
  readonly catalogue: Catalogue;
}

/** Job -> what is known of it. Jobs of other applications have no catalogue here: theirs say what they expose. */
export const KEPT: Readonly<Record<string, Kept>> = {
  ...Object.fromEntries(
    Object.entries(JOB).map(([name, job]) => [
      job,
      {
        name,
        file: `constructs/catalogue/${job}.ts`,
        recorded: Reflect.get(recorded, name),
        byHand: Reflect.get(byHand, name),
        catalogue: Reflect.get(CATALOGUE, name),
      },
    ]),
  ),
  'flask-app': {
    name: 'flaskApp',
    file: 'examples/flask-app/catalogue.ts',
    recorded: flaskApp,
    byHand: {},
    catalogue: flaskApp,
  },
};

/**
 * Families that are never `always`, though they were there: some machines have them, by their hardware, kernel or file
 * systems, or something that every test run does has brought them out, such as a query.
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
  kubelet: /^dra_|^kubelet_restarted_pods_total$|^workqueue_retries_total$/,
  apiserver: /^apiserver_requested_deprecated_apis$|^authentication_attempts$|^workqueue_retries_total$/,
  coredns: /^coredns_(forward|proxy|template)_/,
  loki: /^(loki_)?logql_|^loki_(frontend_query|mutated|query_frontend_shard|querier_query_frontend_request|tsdb_head_series_not)/,
  alloy: /^loki_process_cri_/,
};
