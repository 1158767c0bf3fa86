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
