// Written by `npm run catalogue`: recorded from flask-time:1.0.0.
import type { Catalogue } from '../../constructs/lib/catalogue.ts';

/** The metrics of the job `flask-app`. */
export const flaskApp: Catalogue = {
  http_request_duration_seconds: {
    type: 'histogram',
    labels: ['method', 'path'],
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
