// Written by `npm run catalogue`: recorded from flask-time:1.0.0.
import type { Catalogue } from '../../constructs/kit/catalogue.ts';

/** The metrics of the job `flask-app`. */
export const flaskApp: Catalogue = {
  http_request_duration_seconds: {
    type: 'histogram',
    labels: ['method', 'path'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    appears: 'always',
    help: 'Time to answer an HTTP request.',
  },
  http_requests_in_progress: {
    type: 'gauge',
    labels: [],
    appears: 'always',
    help: 'HTTP requests being answered right now.',
  },
  http_requests_total: {
    type: 'counter',
    labels: ['method', 'path', 'status'],
    appears: 'always',
    help: 'HTTP requests answered.',
  },
};
