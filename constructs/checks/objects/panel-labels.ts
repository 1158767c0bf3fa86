import { nearest } from '../../query/nearest.ts';
import type { LabelSet } from '../../query/promql-facts.ts';
import { variablesIn } from '../../query/query-variables.ts';
import type { Check, Contradiction } from '../check.ts';
import { queryResults } from './alert-labels.ts';
import { type Part, panelsOf, stringOf } from './dashboards.ts';

const OF_LEGEND = /\{\{\s*([\w.]+)\s*\}\}/g;
const OF_LINK = /\$\{__field\.labels(?:\.(\w+)|\["(\w+)"\])(?::\w+)?\}/g;

/** Labels that Loki adds to some results. */
const ADDED = /^(__\w+|detected_level)$/;

/** A legend or a link of a panel that fills in a label that its queries lost. */
export const panelLabelExists: Check = {
  id: 'panel-label-exists',
  title: 'Every label in the legends and links of a panel is one that its queries return.',
  because: 'It stays empty: curves have the same name, and links open a page without a selection.',
  example: {
    change: "a legend of the dashboard 'Application' says '{{pods}}'",
    plant: ({ files }) => {
      const application = files.find(({ content }) => Object(content).uid === 'application');
      const [panel] = panelsOf(application?.content).filter(({ type }) => type === 'timeseries');
      for (const target of (panel?.targets ?? []) as { legendFormat?: string }[]) target.legendFormat = '{{pods}}';
    },
  },
  find: (stack) => {
    const labelsOf = queryResults(stack);
    return stack.files.flatMap(({ path, content }) =>
      panelsOf(content)
        // They rename and join what queries return.
        .filter(({ transformations }) => !Array.isArray(transformations) || transformations.length === 0)
        .flatMap((panel) => {
          const at = `panel '${stringOf(panel.title)}' of the dashboard '${stringOf(Object(content).title)}'`;
          return inPanel(panel, labelsOf).map((found) => ({ path, at, ...found }));
        }),
    );
  },
};

type Found = Pick<Contradiction, 'value' | 'why' | 'remedy'>;

function inPanel(panel: Part, labelsOf: (expr: string) => LabelSet): Found[] {
  const targets = (Array.isArray(panel.targets) ? panel.targets : []).map((target) => ({
    legend: stringOf(Object(target).legendFormat),
    labels: typeof Object(target).expr === 'string' ? labelsOf(Object(target).expr) : ('unknown' as const),
  }));
  const { defaults, overrides } = Object(panel.fieldConfig);
  const links = JSON.stringify([Object(defaults).links ?? [], overrides ?? []]);
  const known = targets.map(({ labels }) => labels);
  return [
    ...targets.flatMap(({ legend, labels }) =>
      namesIn(legend, OF_LEGEND).flatMap((name) => lost(name, [labels], `{{${name}}}`)),
    ),
    ...(known.length === 0
      ? []
      : namesIn(links.replaceAll('\\"', '"'), OF_LINK).flatMap((name) =>
          lost(name, known, `\${__field.labels.${name}}`),
        )),
  ];
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name, other]) => name ?? other ?? ''))];
}

/** What is drawn may be of any of the queries. */
function lost(name: string, results: readonly LabelSet[], value: string): Found[] {
  if (variablesIn(name).length > 0 || ADDED.test(name)) return [];
  if (results.some((labels) => labels === 'unknown' || labels.has(name))) return [];
  const labels = results.flatMap((one) => (one === 'unknown' ? [] : [...one]));
  const meant = nearest(name, labels);
  const all = [...new Set(labels)].sort().join(', ');
  const remedy = meant ? `did you mean ${meant}?` : `what is asked returns ${all || 'no label at all'}`;
  return [{ value, why: 'what is asked returns no such label', remedy }];
}
