/** In milliseconds, so that sums are exact. */
const UNITS = { y: 31_536_000_000, w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** A Prometheus duration such as `5m` or `1h30m` in seconds. Undefined if it is invalid. */
export function durationSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  const found = text === '' ? null : DURATION.exec(text);
  if (!found) return undefined;
  return Object.values(UNITS).reduce((sum, length, index) => sum + Number(found[index + 1] ?? 0) * length, 0) / 1000;
}

const SIMPLE: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"' },
};

/** A Go escape sequence, or a backslash that begins an invalid one. */
const ESCAPE =
  /\\(?:([0-3][0-7]{2})|x([\da-fA-F]{2})|(?:u|U0000)((?![dD][89a-fA-F])[\da-fA-F]{4})|U(000[\da-fA-F]{5}|0010[\da-fA-F]{4})|([abfnrtv\\'"])|)/g;

/** Unquotes a string as Go does; invalid escape sequences are kept as they are. @see https://go.dev/ref/spec#String_literals */
export function unquote(quoted: string): { readonly value: string; readonly invalidAt?: number } {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith('`') || !inner.includes('\\')) return { value: inner };
  let invalidAt: number | undefined;
  const value = inner.replaceAll(ESCAPE, (written, octal, byte, short, long, simple, index) => {
    if (octal) return String.fromCodePoint(Number.parseInt(octal, 8));
    const hex = byte ?? short ?? long;
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (simple in SIMPLE && (!/['"]/.test(simple) || simple === quoted[0])) return SIMPLE[simple] ?? '';
    invalidAt ??= index + 1;
    return written;
  });
  return { value, ...(invalidAt !== undefined && { invalidAt }) };
}
