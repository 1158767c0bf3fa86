/**
 * Identifiers of Grafana's data sources. Dashboards, links and bookmarks refer to them: never change one.
 *
 * @see https://github.com/grafana/grafana/issues/110740
 */
export const DATASOURCE = {
  prometheus: 'prometheus',
  loki: 'loki',
  alertmanager: 'alertmanager',
} as const;
