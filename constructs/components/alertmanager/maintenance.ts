import { list, oneOf, optional, type Read, shape } from '../../kit/read.ts';
import { matches, repeated, unless } from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** Hours in which nobody is told of what is expected to break. Alerts still fire and are seen; what fires on is sent afterwards. */
export interface MaintenanceWindow {
  /** Such as `nightly-backup`. */
  readonly name: string;
  /** When it begins, on a clock of 24 hours, such as `22:00`. */
  readonly from: string;
  /** When it is over, such as `06:00`. Earlier than `from` means on the next day; `24:00` is the end of the day. */
  readonly to: string;
  /** Days on which it begins. @default - every day. */
  readonly days?: readonly [Weekday, ...Weekday[]];
  /** IANA name of the time zone, such as `Europe/Berlin`. @default 'UTC' */
  readonly timeZone?: string;
  /** Which alerts are held back. @default 'warning' */
  readonly mutes?: 'warning' | 'all';
}

export const MAINTENANCE: Read<readonly MaintenanceWindow[]> = list(
  shape<MaintenanceWindow>(
    {
      days: optional(list(oneOf(...WEEKDAYS)) as Read<readonly [Weekday, ...Weekday[]]>),
      mutes: optional(oneOf('warning', 'all')),
    },
    { name: 'nightly-backup', from: '22:00', to: '06:00' },
  ),
);

/** What is wrong with some windows. */
export function maintenanceProblems(windows: readonly MaintenanceWindow[]): string[] {
  return [
    ...windows.flatMap(({ name, from, to, timeZone = 'UTC' }) => [
      ...unless(
        matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, name),
        `'name' (${shown(name)}) must be lower-case words with dashes; for example "nightly-backup"`,
      ),
      ...[from, to].flatMap((time) =>
        unless(
          matches(/^([01]\d|2[0-3]):[0-5]\d$/, time) || (time === '24:00' && time !== from),
          `'${name}': ${shown(time)} must be a time from 00:00 to 23:59, or 24:00 as the end; for example "22:00"`,
        ),
      ),
      ...unless(from !== to, `'${name}': 'from' and 'to' (${from}) must differ; for the whole day: 00:00 to 24:00`),
      ...unless(
        zoneOf(timeZone) !== undefined,
        `'${name}': 'timeZone' (${shown(timeZone)}) must be an IANA name; for example "Europe/Berlin"`,
      ),
    ]),
    ...repeated(windows.map(({ name }) => name)).map(
      (name) => `more than one window is named '${name}'; give each its own name`,
    ),
  ];
}

/** A time zone by the name that Go knows: others read "utc" and "europe/berlin" as well. Go knows no "+01:00". */
function zoneOf(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** A window as Alertmanager reads it. It knows no times across midnight: those are two. */
export function timeInterval({ name, from, to, days, timeZone = 'UTC' }: MaintenanceWindow): object {
  const part = (start: string, end: string, weekdays = days) => ({
    times: [{ start_time: start, end_time: end }],
    ...(weekdays && { weekdays: [...weekdays] }),
    location: zoneOf(timeZone),
  });
  const overnight = to < from;
  const rest = to === '00:00' ? [] : [part('00:00', to, days && following(days))];
  return { name, time_intervals: overnight ? [part(from, '24:00'), ...rest] : [part(from, to)] };
}

function following(days: readonly [Weekday, ...Weekday[]]): [Weekday, ...Weekday[]] {
  const next = (day: Weekday) => WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % 7] ?? day;
  const [first, ...others] = days;
  return [next(first), ...others.map(next)];
}
