import { nearest } from '../../query/nearest.ts';
import { placeIn, pointAt, type Span } from '../../query/query-text.ts';
import type { Check, Contradiction } from '../check.ts';
import { ruleGroupsOf } from './rule-files.ts';
import { alertTemplates, notificationTemplates, type TemplateView } from './templates.ts';

/** Templates that Alertmanager itself defines. */
const PREDEFINED = /^__|\.default\./;

/** A template that its program cannot expand. */
export const templateValid: Check = {
  id: 'template-valid',
  title: 'Every template of an alert or a notification can be expanded by the program that reads it.',
  because:
    'Prometheus refuses a file of rules with one broken template, and evaluates none of its alerts; Alertmanager does not start.',
  example: {
    change: "the description of the alert 'TargetDown' uses the function 'humanizePercent'",
    plant: (model) => {
      for (const { alert, annotations } of ruleGroupsOf(model).flatMap(({ rules }) => rules)) {
        if (alert === 'TargetDown') Object.assign(annotations ?? {}, { description: '{{ $value | humanizePercent }}' });
      }
    },
  },
  find: (stack) => {
    const ofNotifications = notificationTemplates(stack);
    const defined = ofNotifications.flatMap(({ defines }) => defines);
    return [
      ...alertTemplates(stack).flatMap((template) => [...broken(template), ...foreignFields(template)]),
      ...ofNotifications.flatMap((template) => [
        ...broken(template),
        ...foreignFields(template),
        ...undefinedTemplates(template, defined),
      ]),
    ];
  },
};

function broken(template: TemplateView): Contradiction[] {
  return template.problems.map((problem) =>
    contradiction(template, problem, problem.message, 'write it as a Go template'),
  );
}

/** Fields that the data of the template lacks: expanding it fails. */
function foreignFields(template: TemplateView): Contradiction[] {
  const { data, uses } = template;
  if (!data) return [];
  return uses.flatMap((use) => {
    const [field] = use.path;
    if (use.of !== '.' || field === undefined || data.includes(field)) return [];
    const meant = nearest(field, data);
    const remedy = meant ? `did you mean .${meant}?` : `it has ${data.map((name) => `.${name}`).join(', ')}`;
    return [contradiction(template, use, `its data has no field '${field}'`, remedy)];
  });
}

function undefinedTemplates(template: TemplateView, defined: readonly string[]): Contradiction[] {
  return template.executes.flatMap((executed) => {
    const { name } = executed;
    if (defined.includes(name) || PREDEFINED.test(name)) return [];
    const meant = nearest(name, defined);
    const remedy = meant ? `did you mean "${meant}"?` : 'define it in a file of templates';
    return [contradiction(template, executed, 'no template has this name', remedy)];
  });
}

function contradiction({ path, at, text }: TemplateView, span: Span, why: string, remedy: string): Contradiction {
  const { line, column } = placeIn(text, span.from);
  return {
    path,
    at: `${at}, ${line > 1 ? `line ${line}, ` : ''}column ${column}`,
    value: text.slice(span.from, span.to),
    why,
    excerpt: pointAt(text, span),
    remedy,
  };
}
