import { groupBy } from '../lib/group-by.ts';
import type { Contradiction } from './check.ts';

/** A contradiction, and the check that found it. */
export interface Finding extends Contradiction {
  /** Id of the check: docs/checks.md explains it. */
  readonly check: string;
}

/** How parts of a report are written. A terminal may have colors. */
export interface Style {
  readonly file: (text: string) => string;
  readonly place: (text: string) => string;
  readonly check: (text: string) => string;
}

const as = (text: string) => text;
const PLAIN: Style = { file: as, place: as, check: as };

/** The findings for people: by file of dist/, then by place. */
export function report(findings: readonly Finding[], style: Style = PLAIN): string {
  const files = [...groupBy(findings, ({ path }) => path.split('/')[0])].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const parts = files.map(([file, inFile]) => {
    const places = [...groupBy(inFile, ({ path, at }) => `${at} (${path})`)].map(([place, inPlace]) =>
      [
        `  ${style.place(place)}`,
        ...inPlace.map(
          ({ value, why, remedy, check }) => `    - ${value}: ${why}; ${remedy} ${style.check(`[${check}]`)}`,
        ),
      ].join('\n'),
    );
    return `${style.file(`${file}.k8s.yaml`)}\n${places.join('\n')}`;
  });
  const count = findings.length === 1 ? '1 contradiction' : `${findings.length} contradictions`;
  return `${count}; docs/checks.md explains each check\n\n${parts.join('\n\n')}`;
}

/** Thrown before anything is written, with everything that contradicts anything else. */
export class Contradictions extends Error {
  override readonly name = 'Contradictions';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(report(findings));
    this.findings = findings;
  }

  /** The message for a terminal with colors. */
  inStyle(style: Style): string {
    return report(this.findings, style);
  }
}
