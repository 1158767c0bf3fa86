import { Duration, type Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { visible } from './text.ts';
import { canonicalSize, mebibytes, millicores } from './units.ts';

/**
 * Values of any type, recognized and formatted for messages. Classes are recognized by their methods: a value may come from
 * another copy of cdk8s than ours.
 */

export function isDuration(value: unknown): value is Duration {
  return has(value, 'toMilliseconds', 'function');
}

export function isSize(value: unknown): value is Size {
  return has(value, 'toMebibytes', 'function');
}

export function isCpu(value: unknown): value is Cpu {
  return !isPlain(value) && has(value, 'amount', 'string');
}

/** A plain object. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function has(value: unknown, key: string, type: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, key) === type;
}

/** Characters of a list or an object that a message shows, and of text. */
const [SHOWN, SHOWN_TEXT] = [60, 300];

/** Formats a value for messages: strings in quotes, durations in words. */
export function shown(value: unknown): string {
  if (isDuration(value)) return human(value);
  if (isSize(value)) return canonicalSize(value);
  if (isCpu(value)) return value.amount;
  if (typeof value === 'string') return `"${visible(value, SHOWN_TEXT)}"`;
  if (typeof value === 'function') return 'a function';
  if (!isPlain(value) && !Array.isArray(value)) {
    return typeof value === 'object' && value !== null ? `a ${value.constructor.name}` : String(value);
  }
  const text = code(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Formats a value as TypeScript source: `Duration.days(15)`. */
export function code(value: unknown): string {
  if (isDuration(value)) return `Duration.${amount(value.toMilliseconds({ integral: false }), DURATIONS)}`;
  if (isSize(value)) return `Size.${amount(mebibytes(value), SIZES)}`;
  if (isCpu(value)) return `Cpu.${amount(millicores(value), CPUS)}`;
  if (Array.isArray(value)) return `[${value.map(code).join(', ')}]`;
  if (isPlain(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${code(inner)}`);
    return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
  }
  return shown(value);
}

type Units = readonly (readonly [unit: string, length: number])[];

const DURATIONS: Units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
  ['millis', 1],
];

const SIZES: Units = [
  ['gibibytes', 1024],
  ['mebibytes', 1],
];

const CPUS: Units = [
  ['units', 1000],
  ['millis', 1],
];

/** In the largest unit without a fraction. */
function amount(of: number, units: Units): string {
  const [unit, length] = units.find(([, length]) => of >= length && of % length === 0) ?? units.at(-1) ?? ['', 1];
  return `${unit}(${of / length})`;
}

/** A duration in words. */
export function human(duration: Duration): string {
  const ms = duration.toMilliseconds({ integral: false });
  return ms % 1000 === 0 ? Duration.seconds(ms / 1000).toHumanString() : `${ms} milliseconds`;
}
