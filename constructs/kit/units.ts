import { type Duration, type Size, SizeRoundingBehavior } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { k8s } from '../../imports/k8s.ts';

/** Seconds, with fractions. */
export function seconds(duration: Duration): number {
  return duration.toMilliseconds({ integral: false }) / 1000;
}

/** MiB, with fractions. */
export function mebibytes(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
}

const DURATION_UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** A duration as Prometheus, Loki and Alertmanager write it: `15s`, `2h`, `15d`. */
export function promDuration(duration: Duration): string {
  const total = seconds(duration);
  if (total === 0) return '0s';
  const [unit, length] = DURATION_UNITS.find(([, length]) => total >= length && total % length === 0) ?? ['ms', 0.001];
  return `${Math.round(total / length)}${unit}`;
}

const SIZE_UNITS = ['Ki', 'Mi', 'Gi', 'Ti'] as const;

/** A size in the API server's canonical form: the largest unit without a fraction, `2Gi` rather than `2048Mi`. */
export function canonicalSize(size: Size): string {
  let amount = Math.floor(size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }));
  let unit = 0;
  while (amount > 0 && amount % 1024 === 0 && unit < SIZE_UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${SIZE_UNITS[unit]}`;
}

/** A size as Prometheus, Loki and Go write it: `8192MiB`. */
export function byteSize(size: Size): string {
  return `${Math.floor(mebibytes(size))}MiB`;
}

/** CPU in millicores. */
export function millicores(cpu: Cpu): number {
  return cpu.amount.endsWith('m') ? Number.parseFloat(cpu.amount) : Number.parseFloat(cpu.amount) * 1000;
}

/** CPU in the API server's canonical form: `1` rather than `1000m`. */
export function canonicalCpu(cpu: Cpu): string {
  const amount = millicores(cpu);
  return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
}

/** A size as a Kubernetes quantity. */
export function sizeQuantity(size: Size): k8s.Quantity {
  return k8s.Quantity.fromString(canonicalSize(size));
}

/** CPU as a Kubernetes quantity. */
export function cpuQuantity(cpu: Cpu): k8s.Quantity {
  return k8s.Quantity.fromString(canonicalCpu(cpu));
}
