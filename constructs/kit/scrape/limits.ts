import { Size } from 'cdk8s';
import type { ScrapeLimits } from './job.ts';

/**
 * What one scrape of an application may bring. Beyond it nothing is stored, and `TargetRefused` names the pod: what holds
 * the series of all must not be filled by one.
 */
export const DEFAULT_LIMITS: ScrapeLimits = {
  samples: 5000,
  labels: 32,
  labelName: 128,
  labelValue: 256,
  body: Size.mebibytes(8),
  targets: 1000,
};

/** What one scrape of a part of the stack may bring. */
export const STACK_LIMITS: ScrapeLimits = {
  samples: 50_000,
  labels: 64,
  labelName: 256,
  labelValue: 2048,
  body: Size.mebibytes(64),
  targets: 1000,
};

/** What one scrape of something that grows with the cluster may bring. */
export const CLUSTER_LIMITS: ScrapeLimits = { ...STACK_LIMITS, samples: 200_000 };
