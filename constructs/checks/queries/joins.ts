import type { PromBinary } from '../../query/promql.ts';
import { type JoinProblem, joinProblems } from '../../query/promql-joins.ts';
import type { Check } from '../check.ts';
import { resultLabels } from '../known-series.ts';
import { asks } from './example.ts';
import { listed, placeOf } from './place.ts';

/** A binary operation whose sides never match, or match more than once. */
export const joinMatches: Check = {
  id: 'join-matches',
  title: 'The two sides of a binary operation can match, each series with one of the other side.',
  because: 'Without a match the result is empty; with several, the query fails when it is evaluated.',
  example: {
    change: 'requests by application are divided by pods',
    plant: asks({ expr: 'sum by (job) (up) / sum by (namespace) (up)' }),
  },
  find: ({ promql, logql, series }) => [
    ...promql.flatMap(({ record, expr, facts }) =>
      (expr && facts ? joinProblems(expr, (part) => resultLabels(series, part)) : []).map(({ of, problem }) => ({
        ...placeOf(record, of),
        value: of.op,
        ...reason(of, problem),
      })),
    ),
    ...logql.flatMap(({ record, query }) =>
      (query?.joins ?? []).flatMap((join) => {
        const only = (some: readonly string[], others: readonly string[]) =>
          some.find((name) => !others.includes(name));
        const [ofLeft, ofRight] = [only(join.left, join.right), only(join.right, join.left)];
        const label = ofLeft ?? ofRight;
        if (label === undefined) return [];
        const side = ofLeft === undefined ? 'right' : 'left';
        return [
          { ...placeOf(record, join), value: join.op, ...reason(join, { kind: 'never', label, side, ignored: false }) },
        ];
      }),
    ),
  ],
};

function reason(
  { op, matching }: Pick<PromBinary, 'op' | 'matching'>,
  problem: JoinProblem,
): { readonly why: string; readonly remedy: string } {
  const [one, other] = problem.side === 'left' ? ['left', 'right'] : ['right', 'left'];
  if (problem.kind === 'never') {
    const remedy = `group both sides by the same labels, or write '${op} on (…)' or '${op} ignoring (${problem.label})'`;
    return {
      why: `the ${one} side has the label '${problem.label}' and the ${other} side has not: nothing matches`,
      remedy,
    };
  }
  const several = listed(problem.labels);
  const clause = `${matching?.kind} (${(matching?.labels ?? []).map(({ name }) => name).join(', ')})`;
  return {
    why: `several series of the ${one} side differ only in ${several}, and match one of the ${other} side`,
    remedy: matching?.group
      ? `group the ${one} side by what is compared`
      : `write '${op} ${clause} group_${one}', or group the ${one} side by what is compared`,
  };
}
