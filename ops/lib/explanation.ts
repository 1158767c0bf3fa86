/** The kinds of subjects. */
export type Kind = 'metric' | 'alert' | 'dashboard' | 'service' | 'connection';

/** All facts about one subject of the output. */
export interface Explanation {
  readonly kind: Kind;
  readonly name: string;
  /** Heading -> lines. Headings without lines are left out. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
}

/** One subject. */
export interface Subject {
  readonly kind: Kind;
  /** Its full name, such as `monitoring/loki`. */
  readonly name: string;
  /** Its aliases. @default - none. */
  readonly aliases?: readonly string[];
  readonly explain: () => Explanation['facts'];
}

/** Formats an explanation as text. */
export function inWords({ kind, name, facts }: Explanation): string {
  const parts = Object.entries(facts)
    .filter(([, lines]) => lines.length > 0)
    .map(([what, lines]) => [`  ${what}`, ...lines.map((line) => `    ${line.replaceAll('\n', '\n    ')}`)].join('\n'));
  return [`${kind} ${name}`, ...parts].join('\n');
}
