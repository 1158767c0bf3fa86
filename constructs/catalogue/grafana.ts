// Written by `npm run catalogue`: recorded from grafana/grafana:12.4.12.
import type { Catalogue } from '../kit/catalogue.ts';

/** The metrics of the job `grafana`. */
export const grafana: Catalogue = {
  grafana_build_info: {
    type: 'gauge',
    labels: ['branch', 'edition', 'goversion', 'revision', 'version'],
    appears: 'always',
    help: "A metric with a constant '1' value, labelled by version.",
  },
  grafana_http_request_duration_seconds: {
    type: 'histogram',
    labels: ['handler', 'method', 'status_code'],
    appears: 'always',
    help: 'Histogram of latencies for HTTP requests.',
  },
};
