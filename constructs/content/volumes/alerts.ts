import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const KUBELET = 'job="kubelet"';
const STATE = 'job="kube-state-metrics"';

const AVAILABLE = 'namespace_persistentvolumeclaim:kubelet_volume_stats_available:ratio';
const INODES = 'namespace_persistentvolumeclaim:kubelet_volume_stats_inodes_free:ratio';

const dashboard: Alert['dashboard'] = { uid: 'volumes', choose: { namespace: 'namespace' } };

/** Every node that mounts a volume reports it. */
const free = (left: string, all: string) =>
  `min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_${left}{${KUBELET}} / (kubelet_volume_stats_${all}{${KUBELET}} > 0))`;

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
      expr: AVAILABLE,
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
      // Three hours of history: a new volume, which is being filled for the first time, is no basis for a prediction.
      expr: `${AVAILABLE}
and on (namespace, persistentvolumeclaim) predict_linear(${AVAILABLE}[6h], 4 * 24 * 3600) < 0
and on (namespace, persistentvolumeclaim) ${AVAILABLE} offset 3h`,
      below: 0.15,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'VolumeInodesUsedUp',
      summary: 'A volume can hold no more files.',
      description:
        '{{ $value | humanizePercentage }} of the inodes of the volume of {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} are free.',
      expr: INODES,
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
and on (namespace, persistentvolumeclaim) kube_pod_spec_volumes_persistentvolumeclaims_info{${STATE}}`,
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
