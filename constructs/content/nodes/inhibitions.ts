import type { Inhibition } from '../../kit/rules/inhibition.ts';

const DISK = ['instance', 'device'];

/** Problems of nodes, and their effects. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'NodesNotReady', effects: ['NodeNotReady', 'NodeFlapping'], equal: [] },
  {
    cause: 'NodeNotReady',
    effects: [...['NodeFlapping', 'TargetDown', 'TargetFlapping'], ...['KubeletPodStartSlow', 'KubeletRuntimeErrors']],
    equal: ['node'],
  },
  { cause: 'NodeUnderPressure', effects: ['PodsEvicted'], equal: ['node'] },
  {
    cause: 'NodeUnderPressure',
    where: { condition: 'MemoryPressure' },
    effects: ['NodeMemoryNearlyFull', 'NodeMemoryStalls'],
    equal: ['instance'],
  },
  {
    // Not NodeDiskFull and NodeInodesUsedUp: they are critical, and this is a warning.
    cause: 'NodeUnderPressure',
    where: { condition: 'DiskPressure' },
    effects: ['NodeDiskFilling', 'NodeInodesFilling'],
    equal: ['instance'],
  },
  { cause: 'NodeMemoryNearlyFull', effects: ['NodeMemoryStalls'], equal: ['instance'] },
  ...['NodeDiskFull', 'NodeInodesUsedUp'].map((cause) => ({
    cause,
    effects: ['NodeUnderPressure'],
    effectsWhere: { condition: 'DiskPressure' },
    equal: ['instance'],
  })),
  { cause: 'NodeDiskFull', effects: ['NodeDiskFilling', 'NodeDiskFillingFast'], equal: DISK },
  { cause: 'NodeDiskFillingFast', effects: ['NodeDiskFilling'], equal: DISK },
  { cause: 'NodeInodesUsedUp', effects: ['NodeInodesFilling', 'NodeInodesFillingFast'], equal: DISK },
  { cause: 'NodeInodesFillingFast', effects: ['NodeInodesFilling'], equal: DISK },
  { cause: 'NodeNetworkErrors', effects: ['NodeNetworkDrops'], equal: DISK },
];
