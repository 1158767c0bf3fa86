import { parse } from 'yaml';
import type { QueryRecord } from '../query/query.ts';
import { dashboardQueries } from './dashboards/dashboard-queries.ts';
import { groupQueries, groupsIn } from './rules/written-rules.ts';

/** One config file of the output. */
export interface ModelFile {
  /** Path of the construct that created it. */
  readonly path: string;
  readonly namespace: string;
  readonly configMap: string;
  /** Key in the ConfigMap. */
  readonly key: string;
  /** Effect of a change: the pods that read it restart, or reload it by themselves. @default - unknown. */
  readonly onChange?: 'restart' | 'reload';
  /** Language of its rules, if it has any. @default 'promql' */
  readonly language?: QueryRecord['language'];
  /** Parsed content if the name ends in `.yaml`, `.yml` or `.json`, otherwise its text. */
  readonly content: unknown;
  /** The syntax error: `content` is then the text. @default - none. */
  readonly unreadable?: string;
}

/** A file as rendered, before patches. */
export interface RenderedFile {
  readonly text: string;
  readonly content: unknown;
}

/** The files of a ConfigMap's data. Unpatched files reuse the rendered object: parsing is slow. */
export function readFiles(
  data: Readonly<Record<string, string>>,
  rendered: (key: string) => RenderedFile | undefined,
): Pick<ModelFile, 'key' | 'content' | 'unreadable'>[] {
  return Object.entries(data).map(([key, text]) => {
    const known = rendered(key);
    return { key, ...(known?.text === text ? { content: known.content } : parsed(key, text)) };
  });
}

function parsed(key: string, text: string): Pick<ModelFile, 'content' | 'unreadable'> {
  try {
    if (!/\.(json|ya?ml)$/.test(key)) return { content: text };
    const content: unknown = key.endsWith('.json') ? JSON.parse(text) : parse(text);
    const isMapping = typeof content === 'object' && content !== null;
    return isMapping ? { content } : { content: text, unreadable: 'it is no mapping' };
  } catch (error) {
    const [why = ''] = String(error).split('\n');
    return { content: text, unreadable: why };
  }
}

/** A dashboard, as Grafana reads it. */
export type WrittenDashboard = Parameters<typeof dashboardQueries>[1]['json'] & {
  readonly uid: string;
  readonly title: string;
};

/** Whether a config file is a dashboard. */
export function isDashboard(content: unknown): content is WrittenDashboard {
  return typeof content === 'object' && content !== null && 'uid' in content && 'panels' in content;
}

/** The queries of the rules and dashboards in some files. */
export function queriesIn(files: readonly Pick<ModelFile, 'path' | 'language' | 'content'>[]): QueryRecord[] {
  return files.flatMap(({ path, language = 'promql', content }) =>
    isDashboard(content)
      ? dashboardQueries(path, { uid: content.uid, title: content.title, json: content })
      : groupQueries(path, language, groupsIn(content)),
  );
}
