import type { Inhibition } from '../../kit/rules/inhibition.ts';

const VOLUME = ['namespace', 'persistentvolumeclaim'];

/** Volumes that are full or lost, and the effects. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'VolumeClaimLost', effects: ['PodUnschedulable', 'PodStuckStarting'], equal: ['namespace'] },
  { cause: 'VolumeFull', effects: ['VolumeFilling'], equal: VOLUME },
  { cause: 'VolumeFull', effects: ['LogDiskFull'], equal: ['namespace'] },
  { cause: 'VolumeInodesUsedUp', effects: ['LogDiskFull'], equal: ['namespace'] },
];
