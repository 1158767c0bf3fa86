import { nearest } from '../../query/nearest.ts';
import type { TemplateUse } from '../../query/template.ts';
import type { Check } from '../check.ts';
import { alertResults, OF_EVERY_ALERT } from './alert-labels.ts';
import { ruleGroupsOf, type WrittenRule } from './rule-files.ts';
import { alertTemplates } from './templates.ts';

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
    return alertTemplates(stack).flatMap(({ path, at, rule = {}, uses }) => {
      const labels = labelsOf(rule.expr ?? '');
      if (labels === 'unknown') return [];
      return [...new Set(uses.flatMap(labelOf))]
        .filter((label) => label !== '__name__' && !labels.has(label))
        .map((label) => ({
          ...{ path, at, value: `$labels.${label}` },
          why: 'what the alert asks returns no such label',
          remedy: remedy(rule, label, labels),
        }));
    });
  },
};

/** The label that `$labels.pod`, `.Labels.pod` and `index $labels "pod"` read. */
function labelOf({ of, path: [first, second] }: TemplateUse): string[] {
  const label = of === '$labels' ? first : of === '.' && first === 'Labels' ? second : undefined;
  return label === undefined ? [] : [label];
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
