import { Duration } from 'cdk8s';
import { like, optional, type Read, shape } from '../../kit/read.ts';
import { seconds } from '../../kit/units.ts';
import { unless } from '../../kit/validators.ts';
import { code, human, shown } from '../../kit/values.ts';
import type { ServiceLevel } from './slo.ts';

/** A promise. */
export const SERVICE_LEVEL: Read<ServiceLevel> = shape<ServiceLevel>(
  {
    availability: optional(like(99.9)),
    latency: optional(like({ threshold: Duration.millis(500), target: 99 })),
  },
  { availability: 99.9 },
);

/**
 * What is wrong with a promise.
 *
 * @param bounds of the buckets of `http_request_duration_seconds`, in seconds, where they are known.
 */
export function sloProblems({ availability, latency }: ServiceLevel, bounds?: readonly number[]): string[] {
  return [
    ...unless(
      availability !== undefined || latency !== undefined,
      "'slo' ({}) must promise something; for example { availability: 99.9 }",
    ),
    ...targetProblems('slo.availability', availability),
    ...targetProblems('slo.latency.target', latency?.target),
    ...(latency ? thresholdProblems(latency.threshold, bounds) : []),
  ];
}

/** With less than 90 percent even an outage is no hurry, and with 100 the first failure breaks the promise. */
function targetProblems(prop: string, percent: number | undefined): string[] {
  return unless(
    percent === undefined || (percent >= 90 && percent < 100),
    `'${prop}' (${shown(percent)}) must be at least 90 and below 100, in percent: 100 leaves no error budget; for example 99.9`,
  );
}

function thresholdProblems(threshold: Duration, bounds: readonly number[] | undefined): string[] {
  const time = seconds(threshold);
  const value = `'slo.latency.threshold' (${human(threshold)})`;
  const bucket = 'a bound of a bucket of http_request_duration_seconds';
  if (!(time > 0 && Number.isFinite(time))) {
    return [`${value} must be above zero, and ${bucket}; for example Duration.millis(500)`];
  }
  if (bounds === undefined || bounds.includes(time)) return [];
  const [nearest] = [...bounds].sort((a, b) => Math.abs(a - time) - Math.abs(b - time));
  const remedy =
    nearest === undefined
      ? 'add a bucket with this bound to the histogram'
      : `the nearest is ${code(Duration.millis(nearest * 1000))}`;
  return [
    `${value} must be ${bucket} (in seconds: ${bounds.join(', ') || 'none'}), or nothing measures the promise; ${remedy}`,
  ];
}
