import { nearest } from '../../query/nearest.ts';
import { takes } from '../../query/query-matcher.ts';
import type { Matcher } from '../../query/query-text.ts';
import { variablesIn } from '../../query/query-variables.ts';
import type { Check } from '../check.ts';
import type { Stack } from '../stack.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** The values of labels that the collector or the container runtime gives, by label. */
const STREAMS = new Set(['stdout', 'stderr']);

/** A matcher of streams whose value no stream has. */
export const streamValueExists: Check = {
  id: 'stream-value-exists',
  title: "Every selector of log streams asks for the cluster's own name and for streams that containers have.",
  because: 'A selector of another value matches no stream.',
  example: {
    change: "a LogQL query asks for the stream 'sterr'",
    plant: asks({ language: 'logql', expr: '{app="grafana", stream="sterr"}' }),
  },
  find: (stack) => {
    const known: Readonly<Record<string, ReadonlySet<string>>> = { stream: STREAMS, cluster: clustersOf(stack) };
    return stack.logql.flatMap(({ record, query }) =>
      (query?.pipelines ?? [])
        .flatMap(({ matchers }) => matchers)
        .flatMap((matcher) => {
          const values = known[matcher.label];
          if (!values || values.size === 0 || isPossible(matcher, values)) return [];
          const meant = nearest(matcher.value, values);
          return [
            {
              ...placeOf(record, matcher),
              value: `${matcher.label}${matcher.op}"${matcher.value}"`,
              why: 'no stream has this value',
              remedy: meant ? `did you mean "${meant}"?` : `the values are ${[...values].join(', ')}`,
            },
          ];
        }),
    );
  },
};

function isPossible(matcher: Matcher, values: ReadonlySet<string>): boolean {
  return variablesIn(matcher.value).length > 0 || [...values].some((value) => takes(matcher, value));
}

/** The names of the clusters, as Loki's own alerts have them: streams have the same. */
function clustersOf({ files }: Stack): ReadonlySet<string> {
  return new Set(
    files
      .filter(({ key }) => key === 'loki.yaml')
      .flatMap(({ content }) => Object(Object(Object(content).ruler).external_labels).cluster ?? []),
  );
}
