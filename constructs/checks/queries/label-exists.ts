import { nearest } from '../../query/nearest.ts';
import type { PromSelector } from '../../query/promql.ts';
import type { LabelSet } from '../../query/promql-facts.ts';
import type { Name } from '../../query/query-text.ts';
import { variablesIn } from '../../query/query-variables.ts';
import type { Check, Contradiction } from '../check.ts';
import { labelsOf, resultLabels } from '../known-series.ts';
import type { PromqlQuery } from '../query-view.ts';
import type { Stack } from '../stack.ts';
import { type Cause, causesOf } from './cause.ts';
import { onlyDropped } from './dropped-values.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A label that the series do not have, or only with other values. */
export const labelExists: Check = {
  id: 'label-exists',
  title:
    'Every label in a matcher or grouping exists on the series, and no matcher matches only values that a job drops.',
  because: 'A matcher for an unknown label or value matches nothing; grouping by it merges everything into one series.',
  example: {
    change: "a query groups by 'jobb'",
    plant: asks({ expr: 'sum by (jobb) (up)' }),
  },
  find: (stack) =>
    stack.promql.flatMap((query) => [
      ...inMatchers(stack, query),
      ...inGroupings(stack, query),
      ...onlyDropped(stack, query),
    ]),
};

function inMatchers(stack: Stack, { record, facts }: PromqlQuery): Contradiction[] {
  return (facts?.selectors ?? []).flatMap(({ selector }) => {
    const labels = labelsOf(stack.series, selector);
    return (
      selector.matchers
        // An empty value asks for series without the label.
        .filter(({ label, op, value }) => isMissing(labels, label) && !(op === '=' && value === ''))
        .flatMap((matcher) =>
          reasons(stack, [selector], {
            value: matcher.label,
            why: `${selector.name ?? 'the series'} has no such label`,
            remedy: remedy(labels, matcher.label),
          }).map((reason) => ({ ...placeOf(record, matcher), ...reason })),
        )
    );
  });
}

/** `without` and `ignoring` may name unknown labels: they have no effect. */
function inGroupings(stack: Stack, { record, facts }: PromqlQuery): Contradiction[] {
  const selectors = (facts?.selectors ?? []).map(({ selector }) => selector);
  return (facts?.labels ?? [])
    .filter(({ kind }) => kind !== 'without' && kind !== 'ignoring')
    .flatMap(({ kind, labels, of }) =>
      of.flatMap((expr) => {
        const available = resultLabels(stack.series, expr);
        return labels
          .filter(({ name }) => isMissing(available, name))
          .flatMap((label: Name) =>
            reasons(stack, selectors, {
              value: label.name,
              why: `what is ${kind === 'by' ? 'grouped' : 'matched'} by '${kind}' has no such label`,
              remedy: remedy(available, label.name),
            }).map((reason) => ({ ...placeOf(record, label), ...reason })),
          );
      }),
    );
}

/** Another job may expose series of the same name that have the label. */
function reasons(stack: Stack, selectors: readonly PromSelector[], misspelt: Cause): readonly Cause[] {
  const causes = selectors.flatMap((selector) => causesOf(stack, selector, misspelt.value));
  return causes.length > 0 ? causes : [misspelt];
}

function isMissing(labels: LabelSet, name: string): boolean {
  return (
    labels !== 'unknown' && name !== '' && name !== '__name__' && variablesIn(name).length === 0 && !labels.has(name)
  );
}

function remedy(labels: LabelSet, name: string): string {
  if (labels === 'unknown') return 'take it out';
  const meant = nearest(name, labels);
  return meant ? `did you mean ${meant}?` : `it has ${[...labels].sort().join(', ') || 'none at all'}`;
}
