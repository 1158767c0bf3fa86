/** What can be asked for. */
export type Kind = 'metric' | 'alert' | 'dashboard' | 'service' | 'connection';

/** Everything that is known about one thing of the output. */
export interface Explanation {
  readonly kind: Kind;
  readonly name: string;
  /** What is known -> one line for each. Nothing is known without lines. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
}

/** One thing that can be asked for. */
export interface Subject {
  readonly kind: Kind;
  /** Its name in full, such as `monitoring/loki`. */
  readonly name: string;
  /** What else it is called. @default - nothing. */
  readonly aliases?: readonly string[];
  readonly explain: () => Explanation['facts'];
}

/** An explanation for people. */
export function inWords({ kind, name, facts }: Explanation): string {
  const parts = Object.entries(facts)
    .filter(([, lines]) => lines.length > 0)
    .map(([what, lines]) => [`  ${what}`, ...lines.map((line) => `    ${line.replaceAll('\n', '\n    ')}`)].join('\n'));
  return [`${kind} ${name}`, ...parts].join('\n');
}
