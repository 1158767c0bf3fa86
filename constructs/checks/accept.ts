import { kind, list } from '../kit/read.ts';
import { code, isPlain } from '../kit/values.ts';
import { nearest } from '../query/nearest.ts';
import type { Finding } from './finding.ts';

/** A finding that the owner of an installation accepts. */
export interface Accept {
  /** Id of the check, as reports have it in brackets. */
  readonly check: string;
  /** Path of the construct, as reports have it in parentheses; `*` stands for any text. */
  readonly path: string;
  /** Why the finding is acceptable, for those who read it later. */
  readonly because: string;
}

/** Id of the finding about an unused acceptance. */
const UNUSED = 'accept-unused';

/** The findings that are left, and the unused acceptances: those would hide later findings. */
export function withoutAccepted(findings: readonly Finding[], accepted: readonly Accept[]): Finding[] {
  const left = findings.filter((finding) => !accepted.some((accept) => matches(accept, finding)));
  const unused = accepted
    .filter((accept) => !findings.some((finding) => matches(accept, finding)))
    .map(({ check, path, because }): Finding => {
      const meant = findings.filter((finding) => finding.check === check).map((finding) => finding.path);
      return {
        check: UNUSED,
        path,
        at: `accept of ${check}`,
        value: path,
        why: `nothing is found there that has to be accepted (because: ${because})`,
        remedy: meant[0] === undefined ? 'take the entry out' : `the check finds something in ${meant[0]}`,
      };
    });
  return [...left, ...unused];
}

const EXAMPLE: Accept = { check: 'edge-used', path: '60-own/*', because: 'the team of the database needs it' };
const ENTRIES = list(kind<Accept>(isPlain, `an object; for example ${code(EXAMPLE)}`, EXAMPLE), [EXAMPLE]);

/** The problems of some acceptances. */
export function acceptProblems(accepted: readonly Accept[], checks: readonly string[]): string[] {
  const wrong: string[] = [];
  const entries = ENTRIES('accept', accepted, wrong);
  if (wrong.length > 0) return wrong;
  return entries.flatMap(({ check, path, because }, index) => {
    const prop = (name: string, value: unknown) => `'accept[${index}].${name}' (${JSON.stringify(value)})`;
    const meant = nearest(String(check), checks);
    return [
      ...(checks.includes(check)
        ? []
        : [
            `${prop('check', check)} must be the id of a check; ${meant ? `did you mean "${meant}"?` : 'docs/checks.md lists them'}`,
          ]),
      ...(isText(path) ? [] : [`${prop('path', path)} must be the path of a construct; for example "60-own/*"`]),
      ...(isText(because)
        ? []
        : [
            `${prop('because', because)} must say why it is right; for example "the team of the database asked for it"`,
          ]),
    ];
  });
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function matches({ check, path }: Accept, finding: Finding): boolean {
  const parts = path.split('*').map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return check === finding.check && new RegExp(`^${parts.join('.*')}$`, 's').test(finding.path);
}
