import type * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type * as loki from '@grafana/grafana-foundation-sdk/loki';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';

/**
 * Grafana's own type as plain JSON: enums are their values, what only its builders need is gone. The package itself is
 * not there at run time.
 */
export type Plain<T> = 0 extends 1 & T
  ? unknown
  : T extends string
    ? `${T}`
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { readonly [Key in keyof T as Key extends '_implementsDataqueryVariant' ? never : Key]: Plain<T[Key]> }
        : T;

/** A link from a point or line to a page; `${__field.labels.pod}` and the like are filled in by Grafana. */
export interface DataLink {
  /** Its text in the menu. */
  readonly title: string;
  /** Relative to Grafana, such as `/d/pods?var-pod=${__field.labels.pod}`, or absolute. */
  readonly url: string;
}

type FieldConfig = Omit<Plain<grafana.FieldConfig>, 'links'> & { readonly links?: readonly DataLink[] };

/** A panel, as Grafana reads it. */
export type PanelJson = Omit<Plain<grafana.Panel>, 'fieldConfig' | 'targets'> & {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Plain<grafana.GridPos>;
  readonly targets: readonly (Plain<prometheus.Dataquery> | Plain<loki.dataquery>)[];
  readonly fieldConfig: Omit<Plain<grafana.FieldConfigSource>, 'defaults'> & { readonly defaults: FieldConfig };
};

/** The heading of a row, as Grafana reads it. */
export type RowJson = Omit<Plain<grafana.RowPanel>, 'title' | 'gridPos'> & {
  readonly title: string;
  readonly gridPos: Plain<grafana.GridPos>;
};

/** A dashboard, as Grafana reads it. */
export type DashboardJson = Omit<Plain<grafana.Dashboard>, 'panels' | 'annotations'> & {
  readonly panels: readonly (PanelJson | RowJson)[];
  readonly annotations: { readonly list: readonly Annotation[] };
};

/** Events over the panels; one of metrics has its query beside what all have. */
export type Annotation = Plain<grafana.AnnotationQuery> & { readonly expr?: string; readonly step?: string };

/** One choice at the top of a dashboard, as Grafana reads it. */
export type Variable = Plain<grafana.VariableModel>;
