import type { Model, ModelFile } from '../../kit/model.ts';
import { isDashboard } from '../../kit/written-files.ts';

/** A part of a dashboard: a panel, a target, a variable. */
export interface Part {
  readonly [key: string]: unknown;
}

/** A dashboard as Grafana reads it. */
export interface Dashboard extends Part {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Part[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

/** A file that holds a dashboard. */
export type DashboardFile = ModelFile & { readonly content: Dashboard };

/** The dashboards of an output. */
export function dashboardsOf({ files }: Pick<Model, 'files'>): DashboardFile[] {
  return files.filter((file): file is DashboardFile => isDashboard(file.content));
}

/** The panels of a dashboard, those in folded rows too; none for another file. */
export function panelsOf(content: unknown): Part[] {
  if (!isDashboard(content) || !Array.isArray(content.panels)) return [];
  return content.panels.flatMap((panel: unknown): Part[] => {
    const { panels } = Object(panel) as { readonly panels?: unknown };
    return [Object(panel), ...(Array.isArray(panels) ? panels.map(Object) : [])];
  });
}

/** A value that is text; files may be patched. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
