import type { Inhibition } from '../../kit/rules/inhibition.ts';

const DISK = ['instance', 'device'];

/** Problems of nodes, and their effects. */
export const inhibitions: readonly Inhibition[] = [
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
  { cause: 'NodeDiskFull', effects: ['NodeDiskFilling'], equal: DISK },
  { cause: 'NodeInodesUsedUp', effects: ['NodeInodesFilling'], equal: DISK },
  { cause: 'NodeNetworkErrors', effects: ['NodeNetworkDrops'], equal: DISK },
];
