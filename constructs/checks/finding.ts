import { groupBy } from '../query/group-by.ts';
import type { Contradiction, Place } from './check.ts';

/** A contradiction and the check that found it. */
export interface Finding extends Contradiction {
  /** Id of the check: docs/checks.md explains it. */
  readonly check: string;
  /** The other places with the same cause. @default - none */
  readonly also?: readonly Place[];
}

/** Most places of one cause that a report lists. */
const NAMED = 3;

/** One finding per cause: those with the same reason and the same remedy are merged. */
export function byCause(findings: readonly Finding[]): Finding[] {
  const causes = groupBy(findings, ({ value, why, remedy }) => JSON.stringify([value, why, remedy]));
  return [...causes.values()].flatMap((found) => {
    // A panel may send the same query twice.
    const [first, ...others] = groupBy(found, placeOf).values();
    const also = others.flatMap(([other]) => (other ? { path: other.path, at: other.at } : []));
    return (first ?? []).slice(0, 1).map((finding) => (also.length > 0 ? { ...finding, also } : finding));
  });
}

function placeOf({ path, at }: Place): string {
  return `${at} (${path})`;
}

/** How parts of a report are written. A terminal may have colors. */
export interface Style {
  readonly file: (text: string) => string;
  readonly place: (text: string) => string;
  readonly check: (text: string) => string;
}

const as = (text: string) => text;
const PLAIN: Style = { file: as, place: as, check: as };

/** The findings as text: by file of dist/, then by place. */
export function report(findings: readonly Finding[], style: Style = PLAIN): string {
  const files = [...groupBy(findings, ({ path }) => path.split('/')[0])].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const parts = files.map(([file, inFile]) => {
    const places = [...groupBy(inFile, (finding) => placesOf(finding).join('\n'))].map(([places, inPlace]) =>
      [
        ...places.split('\n').map((place) => `  ${style.place(place)}`),
        ...inPlace.map(
          ({ value, why, remedy, check, excerpt }) =>
            `    - ${value}: ${why}; ${remedy} ${style.check(`[${check}]`)}${indented(excerpt)}`,
        ),
      ].join('\n'),
    );
    return `${style.file(`${file}.k8s.yaml`)}\n${places.join('\n')}`;
  });
  const count = findings.length === 1 ? '1 contradiction' : `${findings.length} contradictions`;
  return `${count}; docs/checks.md explains each check\n\n${parts.join('\n\n')}`;
}

/** The lines of an excerpt, below the preceding text. */
function indented(excerpt: string | undefined): string {
  return excerpt === undefined ? '' : `\n${excerpt}`.replaceAll('\n', '\n        ');
}

function placesOf({ also = [], ...finding }: Finding): string[] {
  const places = [finding, ...also].map(placeOf);
  const more = places.length - NAMED;
  return [...places.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** Thrown by `VerifiedApp.synth()` before any file is written, with all findings. */
export class Contradictions extends Error {
  /** Always `Contradictions`. */
  override readonly name = 'Contradictions';
  /** One per cause, in the order of the report. */
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(report(findings));
    this.findings = findings;
  }

  /** The message for a terminal with colors. @internal */
  inStyle(style: Style): string {
    return report(this.findings, style);
  }
}
