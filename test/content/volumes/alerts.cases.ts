import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';
import { state } from '../../lib/alerts/state.ts';

const DATA = { namespace: 'shops', persistentvolumeclaim: 'data' };
const OTHER = { namespace: 'shops', persistentvolumeclaim: 'other' };

/** A volume that two nodes mount, and both report. */
const volume = (claim: typeof DATA, what: 'bytes' | 'inodes', free: string): SeriesValues =>
  Object.fromEntries(
    ['n1', 'n2'].flatMap((node) => {
      const labels = { job: 'kubelet', instance: node, node, ...claim };
      const [left, all] = what === 'bytes' ? ['available_bytes', 'capacity_bytes'] : ['inodes_free', 'inodes'];
      return [
        [series(`kubelet_volume_stats_${left}`, labels), free],
        [series(`kubelet_volume_stats_${all}`, labels), '100x500'],
      ];
    }),
  );
const ON_N1 = { job: 'kubelet', instance: 'n1', node: 'n1', namespace: 'shops' };
const usedBytes = (labels: typeof DATA, values: string): SeriesValues =>
  Object.fromEntries(
    ['n1', 'n2'].map((node) => [
      series('kubelet_volume_stats_used_bytes', { job: 'kubelet', instance: node, node, ...labels }),
      values,
    ]),
  );
const claim = (labels: typeof DATA, phase: string, values: string) =>
  state('kube_persistentvolumeclaim_status_phase', { ...labels, phase }, values);

const usedBy = (pod: string, { namespace, persistentvolumeclaim }: typeof DATA) =>
  state(
    'kube_pod_spec_volumes_persistentvolumeclaims_info',
    { namespace, pod, uid: pod, volume: 'data', persistentvolumeclaim, ephemeral: 'false' },
    '1x30',
  );

export const volumes: TopicCases = {
  alerts: [
    {
      alert: 'VolumeFull',
      when: 'one percent is free',
      series: { ...volume(DATA, 'bytes', '1x20'), ...volume(OTHER, 'bytes', '50x20') },
      at: '5m',
      fires: [{ labels: DATA, description: '1% of the volume of data in shops is free.' }],
    },
    {
      alert: 'VolumeFull',
      when: 'four percent are free',
      series: volume(DATA, 'bytes', '4x20'),
      at: '5m',
      fires: [],
    },
    {
      alert: 'VolumeFull',
      when: 'it is a block device, or is only read, or is large',
      series: {
        ...volume(DATA, 'bytes', '0x60'),
        ...usedBytes(DATA, '0x60'),
        ...volume(OTHER, 'bytes', '0x60'),
        ...usedBytes(OTHER, '100x60'),
        ...state('kube_persistentvolumeclaim_access_mode', { ...OTHER, access_mode: 'ReadOnlyMany' }, '1x60'),
        ...volume({ ...DATA, persistentvolumeclaim: 'snapshot' }, 'bytes', '0x60'),
        ...usedBy('reader', { ...DATA, persistentvolumeclaim: 'snapshot' }),
        ...state(
          'kube_pod_spec_volumes_persistentvolumeclaims_readonly',
          {
            namespace: 'shops',
            pod: 'reader',
            uid: 'reader',
            volume: 'data',
            persistentvolumeclaim: 'snapshot',
            ephemeral: 'false',
          },
          '1x60',
        ),
        [series('kubelet_volume_stats_available_bytes', { ...ON_N1, persistentvolumeclaim: 'archive' })]: '4e11x60',
        [series('kubelet_volume_stats_capacity_bytes', { ...ON_N1, persistentvolumeclaim: 'archive' })]: '2e13x60',
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'VolumeFull',
      when: 'one of two pods writes to it',
      series: {
        ...volume(DATA, 'bytes', '1x20'),
        ...state('kube_persistentvolumeclaim_access_mode', { ...DATA, access_mode: 'ReadOnlyMany' }, '1x20'),
        ...state('kube_persistentvolumeclaim_access_mode', { ...DATA, access_mode: 'ReadWriteMany' }, '1x20'),
        ...usedBy('reader', DATA),
        ...usedBy('writer', DATA),
        ...state(
          'kube_pod_spec_volumes_persistentvolumeclaims_readonly',
          {
            namespace: 'shops',
            pod: 'reader',
            uid: 'reader',
            volume: 'data',
            persistentvolumeclaim: 'data',
            ephemeral: 'false',
          },
          '1x60',
        ),
      },
      at: '5m',
      fires: [{ labels: DATA, description: '1% of the volume of data in shops is free.' }],
    },
    {
      alert: 'VolumeFillingFast',
      when: 'a percent is written each minute',
      series: { ...volume(DATA, 'bytes', '60x240 60-1x60'), ...volume(OTHER, 'bytes', '10x300') },
      at: '293m',
      fires: [
        {
          labels: DATA,
          description: '8% of the volume of data in shops is free, and it will be full within 4 hours.',
        },
      ],
    },
    {
      alert: 'VolumeFillingFast',
      when: 'a backup took a lot at once',
      series: volume(DATA, 'bytes', '30x240 30-5x3 14x60'),
      at: '265m',
      fires: [],
    },
    {
      alert: 'VolumeFilling',
      when: 'a percent and a half are written in an hour',
      series: { ...volume(DATA, 'bytes', '20-0.025x500'), ...volume(OTHER, 'bytes', '10x500') },
      at: '400m',
      fires: [
        { labels: DATA, description: '10% of the volume of data in shops is free, and it will be full within 4 days.' },
      ],
    },
    {
      alert: 'VolumeFilling',
      when: 'a new volume is filled for the first time',
      series: volume(DATA, 'bytes', '14-0.05x120'),
      at: '110m',
      fires: [],
    },
    {
      alert: 'VolumeInodesUsedUp',
      when: 'one percent is free',
      series: { ...volume(DATA, 'inodes', '1x20'), ...volume(OTHER, 'inodes', '50x20') },
      at: '5m',
      fires: [{ labels: DATA, description: '1% of the inodes of the volume of data in shops are free.' }],
    },
    {
      alert: 'VolumeInodesUsedUp',
      when: 'files are deleted within a minute',
      series: volume(DATA, 'inodes', '50x3 1 50x20'),
      at: '5m',
      fires: [],
    },
    {
      alert: 'VolumeClaimPending',
      when: 'no storage class makes the volume for two pods',
      series: {
        ...claim(DATA, 'Pending', '1x30'),
        ...usedBy('shop-a', DATA),
        ...usedBy('shop-b', DATA),
        ...usedBy('stall-a', OTHER),
        ...claim(OTHER, 'Pending', '0x30'),
        ...claim(OTHER, 'Bound', '1x30'),
      },
      at: '16m',
      fires: [{ labels: DATA, description: 'The claim data in shops waits for a volume, and a pod for the claim.' }],
    },
    {
      alert: 'VolumeClaimPending',
      when: 'its pod finds no node, and PodUnschedulable tells',
      series: {
        ...claim(DATA, 'Pending', '1x30'),
        ...usedBy('shop-a', DATA),
        ...state('kube_pod_status_unschedulable', { namespace: 'shops', pod: 'shop-a', uid: 'shop-a' }, '1x30'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'VolumeClaimPending',
      when: 'its volume takes ten minutes to make',
      series: { ...claim(DATA, 'Pending', '1x10 0x20'), ...usedBy('shop-a', DATA) },
      at: '16m',
      fires: [],
    },
    {
      alert: 'VolumeClaimPending',
      when: 'it waits for the first run of a CronJob, and a pod uses another claim',
      series: { ...claim(DATA, 'Pending', '1x30'), ...claim(OTHER, 'Bound', '1x30'), ...usedBy('shop-a', OTHER) },
      at: '20m',
      fires: [],
    },
    {
      alert: 'VolumeClaimLost',
      when: 'its volume was deleted',
      series: { ...claim(DATA, 'Lost', '1x30'), ...claim(OTHER, 'Lost', '0x30') },
      at: '6m',
      fires: [{ labels: DATA, description: 'The claim data in shops has lost its volume, with all data on it.' }],
    },
    {
      alert: 'VolumeClaimLost',
      when: 'it is bound',
      series: { ...claim(DATA, 'Lost', '0x30'), ...claim(DATA, 'Bound', '1x30') },
      at: '6m',
      fires: [],
    },
    {
      alert: 'VolumeFailed',
      when: 'the disk behind a released volume cannot be deleted',
      series: {
        ...state('kube_persistentvolume_status_phase', { persistentvolume: 'pv1', phase: 'Failed' }, '1x30'),
        ...state('kube_persistentvolume_status_phase', { persistentvolume: 'pv2', phase: 'Failed' }, '0x30'),
      },
      at: '6m',
      fires: [
        {
          labels: { persistentvolume: 'pv1' },
          description: 'The volume pv1 was released, and Kubernetes could not delete it.',
        },
      ],
    },
    {
      alert: 'VolumeFailed',
      when: 'it is kept on purpose',
      series: state('kube_persistentvolume_status_phase', { persistentvolume: 'pv1', phase: 'Released' }, '1x30'),
      at: '6m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'namespace_persistentvolumeclaim:kubelet_volume_stats_available:ratio',
      when: 'two nodes report the same volume',
      series: volume(DATA, 'bytes', '25x20'),
      at: '5m',
      gives: [{ labels: DATA, value: 0.25 }],
    },
    {
      record: 'namespace_persistentvolumeclaim:kubelet_volume_stats_inodes_free:ratio',
      when: 'two nodes report the same volume',
      series: volume(DATA, 'inodes', '75x20'),
      at: '5m',
      gives: [{ labels: DATA, value: 0.75 }],
    },
  ],
};
