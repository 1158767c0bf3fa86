import type { Check } from '../check.ts';
import type { Stack } from '../stack.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A matcher of an external label. */
export const externalLabelUnused: Check = {
  id: 'external-label',
  title: 'No query matches an external label.',
  because: 'Prometheus puts external labels on alerts and remote writes, not on its own series.',
  example: {
    change: "a query has the matcher cluster='kind'",
    plant: asks({ expr: 'up{cluster="kind"}' }),
  },
  find: (stack) => {
    const external = externalLabels(stack);
    return stack.promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? [])
        .flatMap(({ selector }) => selector.matchers)
        .filter(({ label }) => external.has(label))
        .map((matcher) => ({
          ...placeOf(record, matcher),
          value: matcher.label,
          why: 'it is an external label: no series here has it',
          remedy: 'take it out',
        })),
    );
  },
};

function externalLabels({ files }: Stack): ReadonlySet<string> {
  return new Set(
    files
      .filter(({ key }) => key === 'prometheus.yml')
      .flatMap(({ content }) => Object.keys(Object(Object(content).global).external_labels ?? {})),
  );
}
