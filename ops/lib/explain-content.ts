import { dashboardsOf } from '../../constructs/checks/objects/dashboards.ts';
import { type Route, receiversFor } from '../../constructs/checks/objects/routing.ts';
import { ruleGroupsOf } from '../../constructs/checks/objects/rule-files.ts';
import type { PromqlQuery } from '../../constructs/checks/query-view.ts';
import type { Stack } from '../../constructs/checks/stack.ts';
import type { QueryRecord } from '../../constructs/query/query.ts';
import type { Subject } from './explanation.ts';

/** The alerts of a stack. */
export function alertSubjects(stack: Stack): Subject[] {
  const rules = ruleGroupsOf(stack).flatMap(({ rules, ...group }) => rules.map((rule) => ({ ...rule, group })));
  const names = [...new Set(rules.flatMap(({ alert }) => alert ?? []))];
  return names.map((name) => ({
    kind: 'alert',
    name,
    explain: () => {
      const same = rules.filter(({ alert }) => alert === name);
      const ofAnnotation = (key: string) => unique(same.map(({ annotations }) => annotations?.[key]));
      return {
        'what it says': ofAnnotation('summary'),
        'fires where': same.map(({ expr = '', for: time }) => `${expr}${time && time !== '0s' ? `, for ${time}` : ''}`),
        severity: unique(same.map(({ labels }) => labels?.severity)),
        'stands in': same.map(({ group: { name, file, path } }) => `the group ${name} of ${file} (${path})`),
        reaches: unique(same.flatMap(({ labels }) => receivers(stack, { alertname: name, ...labels }))),
        runbook: ofAnnotation('runbook_url'),
        dashboard: ofAnnotation('dashboard_url'),
        reads: metricsOf(stack, ({ kind, asker }) => kind === 'alert' && asker === `alert '${name}'`),
      };
    },
  }));
}

function receivers({ files }: Stack, labels: Readonly<Record<string, string>>): string[] {
  return files.flatMap(({ content, path }) => {
    if (typeof content !== 'object' || content === null || !('route' in content)) return [];
    return receiversFor(content.route as Route, labels).map((receiver) => `the receiver ${receiver} (${path})`);
  });
}

/** The dashboards of a stack. */
export function dashboardSubjects(stack: Stack): Subject[] {
  return dashboardsOf(stack).map(({ path, configMap, content: { uid, title, panels } }) => ({
    kind: 'dashboard',
    name: uid,
    aliases: [title],
    explain: () => {
      const isHere = ({ within, kind }: QueryRecord) => within === uid && kind !== 'alert' && kind !== 'record';
      const link = new RegExp(`/d/${uid}(?![\\w-])`);
      return {
        title: [title],
        'stands in': [`ConfigMap ${configMap} (${path})`],
        panels: panels.filter(({ type }) => type !== 'row').map((panel) => String(panel.title)),
        reads: metricsOf(stack, isHere),
        'reads logs': stack.logql.filter(({ record }) => isHere(record)).map(({ record }) => record.expr),
        'alerts that link to it': unique(
          ruleGroupsOf(stack)
            .flatMap(({ rules }) => rules)
            .filter(({ annotations }) => link.test(annotations?.dashboard_url ?? ''))
            .map(({ alert }) => alert),
        ),
      };
    },
  }));
}

/** The metrics that some queries read, each with its source. */
function metricsOf(stack: Stack, isWanted: (record: QueryRecord) => boolean): string[] {
  const { promql, series } = stack;
  const names = unique(promql.filter(({ record }) => isWanted(record)).flatMap(namesIn));
  return names.sort().map((name) => {
    const known = series.get(name);
    const jobs = unique(known.map(({ job }) => job));
    if (jobs.length > 0) return `${name} of ${jobs.length > 1 ? 'the jobs' : 'the job'} ${jobs.join(', ')}`;
    const isRecorded = stack.queries.some(({ records }) => records === name);
    return `${name}, ${isRecorded ? 'which a rule records' : known.length > 0 ? 'of Prometheus itself' : 'which nothing exposes'}`;
  });
}

function namesIn({ facts }: PromqlQuery): (string | undefined)[] {
  return (facts?.selectors ?? []).map(({ selector: { name } }) => name);
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
