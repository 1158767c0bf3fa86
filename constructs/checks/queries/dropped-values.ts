import type { DroppedValues } from '../../kit/scrape/job.ts';
import type { PromSelector } from '../../query/promql.ts';
import { takes } from '../../query/query-matcher.ts';
import type { Matcher } from '../../query/query-text.ts';
import { variablesIn } from '../../query/query-variables.ts';
import { valuesTaken } from '../../query/regex-values.ts';
import type { Contradiction } from '../check.ts';
import { seriesFor } from '../known-series.ts';
import type { PromqlQuery } from '../query-view.ts';
import type { Stack } from '../stack.ts';
import { listed, placeOf } from './place.ts';

/** Matchers that match only values whose series their jobs drop. */
export function onlyDropped({ series }: Stack, { record, facts }: PromqlQuery): Contradiction[] {
  return (facts?.selectors ?? []).flatMap(({ selector }) => {
    if (selector.matchers.length === 0) return [];
    const known = seriesFor(series, selector);
    const [matcher, ...others] = known.map(({ dropped }) => dropped && asking(selector, dropped));
    if (!matcher || others.includes(undefined)) return [];
    const { label, op, value } = matcher;
    return [
      {
        ...placeOf(record, matcher),
        value: `${label}${op}"${value}"`,
        why: `${listed(known.flatMap(({ job }) => job ?? []))} drops these series of ${selector.name} at each scrape`,
        remedy: `ask for others than ${known[0]?.dropped?.values}, or change 'dropValues' of the job`,
      },
    ];
  });
}

/** The matcher that, together with all others of its label, leaves only dropped values. */
function asking({ matchers }: PromSelector, { label, values }: DroppedValues): Matcher | undefined {
  const own = matchers.filter((matcher) => matcher.label === label && variablesIn(matcher.value).length === 0);
  return own.find(({ op, value }) => {
    if (op === '=~' && value === values) return true;
    const asked = op === '=' ? [value] : op === '=~' ? (valuesTaken(value) ?? []) : [];
    const left = asked.filter((one) => own.every((matcher) => takes(matcher, one)));
    return left.length > 0 && left.every((one) => takes({ op: '=~', value: values }, one));
  });
}
