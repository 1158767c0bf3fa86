import type { Inhibition } from '../../kit/rules/inhibition.ts';

const VOLUME = ['namespace', 'persistentvolumeclaim'];

/** Volumes that are full or lost, and the effects. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'VolumeFull', effects: ['VolumeFilling', 'VolumeFillingFast'], equal: VOLUME },
  { cause: 'VolumeFillingFast', effects: ['VolumeFilling'], equal: VOLUME },
];
