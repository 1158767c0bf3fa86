import { type ParsedTemplate, parseTemplate, type TemplateLanguage } from '../../query/template.ts';
import {
  ALERT_DATA,
  ALERT_TEMPLATES,
  NOTIFICATION_DATA,
  NOTIFICATION_TEMPLATES,
} from '../../query/template-languages.ts';
import type { Place } from '../check.ts';
import type { Stack } from '../stack.ts';
import { ruleGroupsOf, type WrittenRule } from './rule-files.ts';

/** A template of the output. */
export interface TemplateView extends Place, ParsedTemplate {
  readonly text: string;
  /** Fields of its data. @default - a file of named templates: their data is what they are executed with. */
  readonly data?: readonly string[];
  /** The alert whose text it is. @default - it is of a notification. */
  readonly rule?: WrittenRule;
}

/** The templates in the texts and labels of alerts. */
export function alertTemplates(stack: Pick<Stack, 'files'>): TemplateView[] {
  return ruleGroupsOf(stack).flatMap(({ path, rules }) =>
    rules.flatMap((rule) => {
      const { alert, annotations, labels } = rule;
      if (alert === undefined) return [];
      return [...entriesOf(annotations), ...entriesOf(labels)].flatMap(([name, text]) =>
        viewOf(path, `alert ${alert}, ${name}`, text, ALERT_TEMPLATES).map((view) => ({
          ...view,
          data: ALERT_DATA,
          rule,
        })),
      );
    }),
  );
}

/** The templates of notifications: files of Alertmanager, and fields of its receivers. */
export function notificationTemplates({ files, texts }: Stack): TemplateView[] {
  return files.flatMap(({ path, configMap, key, content }) => {
    const file = `${configMap}/${key}`;
    if (key.endsWith('.tmpl')) return viewOf(path, file, content, NOTIFICATION_TEMPLATES);
    if (key !== 'alertmanager.yml') return [];
    return texts(Object(content).receivers).flatMap(({ keys, text }) =>
      viewOf(path, `${file}, receivers.${keys.join('.')}`, text, NOTIFICATION_TEMPLATES).map((view) => ({
        ...view,
        data: NOTIFICATION_DATA,
      })),
    );
  });
}

function entriesOf(texts: unknown): [string, unknown][] {
  return Object.entries(Object(texts));
}

function viewOf(path: string, at: string, text: unknown, language: TemplateLanguage) {
  if (typeof text !== 'string' || !text.includes('{{')) return [];
  return [{ path, at, text, ...parseTemplate(text, language) }];
}
