import { metricsTable } from '../../constructs/index.ts';

/** What the sample exposes. */
export const flaskApp = metricsTable(`
# recorded from flask-time:1.0.0 by npm run catalogue
http_request_duration_seconds{method,path} histogram always le=0.005,0.01,0.025,0.05,0.075,0.1,0.25,0.5,0.75,1,2.5,5,7.5,10
http_requests_in_progress gauge always
http_requests_total{method,path,status} counter always
`);
