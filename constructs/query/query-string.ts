/** The text that a quoted text stands for, or what is wrong with it, `at` characters behind its first quote. */
export type Unquoted = { readonly value: string } | { readonly message: string; readonly at: number };

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const ESCAPE = /\\(?:([0-7]{3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gsu;

/**
 * Reads a quoted text as Go does. Between back-ticks everything is itself.
 *
 * @see https://go.dev/ref/spec#String_literals
 */
export function unquote(quoted: string): Unquoted {
  const quote = quoted[0] ?? '';
  const inner = quoted.slice(1, -1);
  if (quote === '`' || !inner.includes('\\')) return { value: inner };
  for (const { 0: whole, 1: octal, 3: short, 4: long, 5: simple = '', index } of inner.matchAll(ESCAPE)) {
    const known = simple === '' || simple === quote || simple in SIMPLE;
    const inRange = !(octal && Number.parseInt(octal, 8) > 255) && isCodePoint(short ?? long);
    if (!known || !inRange) {
      const message = `'${whole}' is no escape; a backslash of its own is written '\\\\', or the whole text in back-ticks`;
      return { message, at: index + 1 };
    }
  }
  return {
    value: inner.replaceAll(ESCAPE, (_, octal, byte, short, long, simple) => {
      if (simple !== undefined) return SIMPLE[simple] ?? simple;
      return octal ? String.fromCodePoint(Number.parseInt(octal, 8)) : hex(byte ?? short ?? long);
    }),
  };
}

function hex(digits: string): string {
  return String.fromCodePoint(Number.parseInt(digits, 16));
}

function isCodePoint(digits: string | undefined): boolean {
  const code = Number.parseInt(digits ?? '0', 16);
  return code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
}
