import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const KUBELET = 'job="kubelet"';
const STATE = 'job="kube-state-metrics"';

const AVAILABLE = 'namespace_persistentvolumeclaim:kubelet_volume_stats_available:ratio';
const INODES = 'namespace_persistentvolumeclaim:kubelet_volume_stats_inodes_free:ratio';

const dashboard: Alert['dashboard'] = { uid: 'volumes', choose: { namespace: 'namespace' } };

/** Every node that mounts a volume reports it. Of a block device without a file system nothing is available, and nothing used. */
const free = (left: string, all: string) =>
  `min by (namespace, persistentvolumeclaim) (
  kubelet_volume_stats_${left}{${KUBELET}} / (kubelet_volume_stats_${all}{${KUBELET}} > 0)
  unless (kubelet_volume_stats_used_bytes{${KUBELET}} == 0 and kubelet_volume_stats_available_bytes{${KUBELET}} == 0)
)`;

const CLAIM = 'on (namespace, persistentvolumeclaim)';

/** Claims that are full by design: block devices, and what is only read, such as a snapshot. */
const FULL_BY_DESIGN = `(
  kube_persistentvolumeclaim_info{${STATE}, volumemode="Block"}
  or ${CLAIM} (
    kube_persistentvolumeclaim_access_mode{${STATE}, access_mode="ReadOnlyMany"} == 1
    unless ${CLAIM} kube_persistentvolumeclaim_access_mode{${STATE}, access_mode!="ReadOnlyMany"} == 1
  )
  or ${CLAIM} (
    kube_pod_spec_volumes_persistentvolumeclaims_readonly{${STATE}} == 1
    unless ${CLAIM} (
      kube_pod_spec_volumes_persistentvolumeclaims_info{${STATE}}
      unless on (namespace, pod, persistentvolumeclaim) kube_pod_spec_volumes_persistentvolumeclaims_readonly{${STATE}} == 1
    )
  )
)`;

const WRITTEN_TO = {
  kube_persistentvolumeclaim_access_mode: ['namespace', 'persistentvolumeclaim', 'access_mode'],
  kube_pod_spec_volumes_persistentvolumeclaims_readonly: ['namespace', 'persistentvolumeclaim', 'pod'],
};

/** Of volumes that somebody writes to. */
const ofWritten = (expr: string) => ({
  expr: `${expr}\nunless ${CLAIM} ${FULL_BY_DESIGN}`,
  without: { metrics: WRITTEN_TO, expr },
});

/** Three hours of history: a new volume, which is being filled for the first time, is no basis for a prediction. */
const filling = (ranges: readonly string[], hours: number) =>
  [
    AVAILABLE,
    ...ranges.map((range) => `and ${CLAIM} predict_linear(${AVAILABLE}[${range}], ${hours} * 3600) < 0`),
    `and ${CLAIM} ${AVAILABLE} offset 3h`,
  ].join('\n');

/** Do volumes have free space? Storage drivers that do not report it have no such series, and the alerts are silent. */
export const volumes = {
  name: 'volumes',
  needs: ['kubelet'],
  records: [
    { record: AVAILABLE, expr: free('available_bytes', 'capacity_bytes') },
    { record: INODES, expr: free('inodes_free', 'inodes') },
  ],
  alerts: [
    {
      name: 'VolumeFull',
      summary: 'A volume is full.',
      description:
        '{{ $value | humanizePercentage }} of the volume of {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is free.',
      // Three hundredths of a large volume are much.
      ...ofWritten(
        `${AVAILABLE}
and ${CLAIM} min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes{${KUBELET}}) < 30e9`,
      ),
      below: 0.03,
      for: Duration.minutes(2),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'VolumeFilling',
      summary: 'A volume will be full within four days.',
      description:
        '{{ $value | humanizePercentage }} of the volume of {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is free, and it will be full within 4 days.',
      ...ofWritten(filling(['6h'], 4 * 24)),
      below: 0.15,
      for: Duration.minutes(20),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'VolumeFillingFast',
      summary: 'A volume will be full within hours.',
      description:
        '{{ $value | humanizePercentage }} of the volume of {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is free, and it will be full within 4 hours.',
      // For half an hour, and still: what a backup took at once is over.
      ...ofWritten(filling(['30m', '10m'], 4)),
      below: 0.15,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'VolumeInodesUsedUp',
      summary: 'A volume can hold no more files.',
      description:
        '{{ $value | humanizePercentage }} of the inodes of the volume of {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} are free.',
      ...ofWritten(INODES),
      below: 0.03,
      for: Duration.minutes(2),
      severity: 'critical',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Are claims bound to volumes? */
export const volumeClaims = {
  name: 'volume-claims',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'VolumeClaimPending',
      summary: 'A claim that a pod uses gets no volume.',
      description:
        'The claim {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} waits for a volume, and a pod for the claim.',
      expr: `max by (namespace, persistentvolumeclaim) (kube_persistentvolumeclaim_status_phase{${STATE}, phase="Pending"}) == 1
# Most classes make a volume for the first pod that uses it: until there is one, the claim waits by design.
and ${CLAIM} kube_pod_spec_volumes_persistentvolumeclaims_info{${STATE}}
# A pod that uses it finds no node, and PodUnschedulable says so: each may be the cause of the other.
unless ${CLAIM} (
  kube_pod_spec_volumes_persistentvolumeclaims_info{${STATE}}
  and on (namespace, pod) kube_pod_status_unschedulable{${STATE}} == 1
)`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'VolumeClaimLost',
      summary: 'The volume of a claim is gone.',
      description:
        'The claim {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} has lost its volume, with all data on it.',
      expr: `max by (namespace, persistentvolumeclaim) (kube_persistentvolumeclaim_status_phase{${STATE}, phase="Lost"}) == 1`,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'VolumeFailed',
      summary: 'A volume could not be cleaned up.',
      description: 'The volume {{ $labels.persistentvolume }} was released, and Kubernetes could not delete it.',
      expr: `max by (persistentvolume) (kube_persistentvolume_status_phase{${STATE}, phase="Failed"}) == 1`,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard: { uid: 'volumes' },
    },
  ],
} as const satisfies RuleGroup;
