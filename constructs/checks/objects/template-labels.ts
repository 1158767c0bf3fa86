import { nearest } from '../../query/nearest.ts';
import type { Check } from '../check.ts';
import { alertResults, OF_EVERY_ALERT } from './alert-labels.ts';
import { ruleGroupsOf, type WrittenRule } from './rule-files.ts';

/** An action of a template: `{{ $labels.pod }}`, `{{ with $labels.pod }}`; not text or a comment. */
const ACTION = /\{\{(?!-?\s*\/\*).*?\}\}/gs;

/** A label within an action: `$labels.pod`, `index $labels "pod"`. */
const LABEL = /\$labels\.(\w+)|\bindex\s+\$labels\s+["`](\w+)["`]/g;

/** A label that an alert does not have when its templates are expanded. */
export const templateLabelExists: Check = {
  id: 'template-label-exists',
  title: "Every '$labels' in the texts of an alert is a label that its expression returns.",
  because: 'It expands to nothing: the notification lacks the place, and its dashboard opens without a selection.',
  example: {
    change: "the description of the alert 'TargetDown' says '$labels.pods'",
    plant: (model) => {
      for (const { alert, annotations } of ruleGroupsOf(model).flatMap(({ rules }) => rules)) {
        if (alert === 'TargetDown') Object.assign(annotations ?? {}, { description: '{{ $labels.pods }} is down.' });
      }
    },
  },
  find: (stack) => {
    const labelsOf = alertResults(stack);
    return ruleGroupsOf(stack).flatMap(({ path, rules }) =>
      rules.flatMap((rule) => {
        const { alert, expr = '', annotations = {} } = rule;
        return Object.entries(annotations).flatMap(([annotation, text]) =>
          labelsIn(text).flatMap((label) => {
            const labels = labelsOf(expr);
            if (labels === 'unknown' || labels.has(label)) return [];
            return [
              {
                path,
                at: `alert ${alert}, ${annotation}`,
                value: `$labels.${label}`,
                why: 'what the alert asks returns no such label',
                remedy: remedy(rule, label, labels),
              },
            ];
          }),
        );
      }),
    );
  },
};

/** The labels that a text expands, each once. Most texts have none. */
function labelsIn(text: string): string[] {
  if (!text.includes('$labels')) return [];
  const actions = text.match(ACTION)?.join('') ?? '';
  const names = [...actions.matchAll(LABEL)].map(([, field, key]) => field ?? key ?? '');
  return [...new Set(names)].filter((name) => name !== '__name__');
}

/**
 * Templates are expanded before the alert gets its name, the labels of its rule, and the external labels.
 *
 * @see https://github.com/prometheus/prometheus/blob/v3.14.0/rules/alerting.go `AlertingRule.Eval`
 */
function remedy({ alert, labels: own = {} }: WrittenRule, label: string, labels: ReadonlySet<string>): string {
  const constant = label === 'alertname' ? alert : own[label];
  if (constant !== undefined) return `the alert gets it later: write '${constant}' itself`;
  if (OF_EVERY_ALERT.includes(label)) return `the alert gets it later: write '$externalLabels.${label}'`;
  const meant = nearest(label, labels);
  return meant ? `did you mean $labels.${meant}?` : `it returns ${[...labels].sort().join(', ') || 'no label at all'}`;
}
