import type { ByHand } from './by-hand.ts';

/** Metrics of admission webhooks, and of requests that were refused or cut off. */
export const apiserver: Readonly<Record<string, ByHand>> = {
  aggregator_unavailable_apiservice_total: {
    type: 'counter',
    labels: ['name', 'reason'],
    appears: 'onEvent',
    help: 'Counter of APIServices which are marked as unavailable broken down by APIService name and reason.',
    source: 'kubernetes/kube-aggregator v0.34.4 pkg/controllers/status/metrics/metrics.go:56',
  },
  apiserver_admission_webhook_admission_duration_seconds: {
    type: 'histogram',
    labels: ['name', 'operation', 'rejected', 'type'],
    appears: 'onEvent',
    help: 'Admission webhook latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).',
    source: 'kubernetes/apiserver v0.34.4 pkg/admission/metrics/metrics.go:184',
  },
  apiserver_admission_webhook_fail_open_count: {
    type: 'counter',
    labels: ['name', 'type'],
    appears: 'onEvent',
    help: 'Admission webhook fail open count, identified by name and broken out for each admission type (validating or admit).',
    source: 'kubernetes/apiserver v0.34.4 pkg/admission/metrics/metrics.go:209',
  },
  apiserver_admission_webhook_rejection_count: {
    type: 'counter',
    labels: ['error_type', 'name', 'operation', 'rejection_code', 'type'],
    appears: 'onEvent',
    help: 'Admission webhook rejection count, identified by name and broken out for each admission type (validating or admit) and operation. Additional labels specify an error type (calling_webhook_error or apiserver_internal_error if an error occurred; no_error otherwise) and optionally a non-zero rejection code if the webhook rejects the request with an HTTP status code (honored by the apiserver when the code is greater or equal to 400). Codes greater than 600 are truncated to 600, to keep the metrics cardinality bounded.',
    source: 'kubernetes/apiserver v0.34.4 pkg/admission/metrics/metrics.go:199',
  },
  apiserver_admission_webhook_request_total: {
    type: 'counter',
    labels: ['code', 'name', 'operation', 'rejected', 'type'],
    appears: 'onEvent',
    help: 'Admission webhook request total, identified by name and broken out for each admission type (validating or admit) and operation. Additional labels specify whether the request was rejected or not and an HTTP status code. Codes greater than 600 are truncated to 600, to keep the metrics cardinality bounded.',
    source: 'kubernetes/apiserver v0.34.4 pkg/admission/metrics/metrics.go:219',
  },
  apiserver_flowcontrol_rejected_requests_total: {
    type: 'counter',
    labels: ['flow_schema', 'priority_level', 'reason'],
    appears: 'onEvent',
    help: 'Number of requests rejected by API Priority and Fairness subsystem',
    source: 'kubernetes/apiserver v0.34.4 pkg/util/flowcontrol/metrics/metrics.go:95',
  },
  apiserver_request_aborts_total: {
    type: 'counter',
    labels: ['group', 'resource', 'scope', 'subresource', 'verb', 'version'],
    appears: 'onEvent',
    help: 'Number of requests which apiserver aborted possibly due to a timeout, for each group, version, verb, resource, subresource and scope',
    source: 'kubernetes/apiserver v0.34.4 pkg/endpoints/metrics/metrics.go:247',
  },
  apiserver_request_terminations_total: {
    type: 'counter',
    labels: ['code', 'component', 'group', 'resource', 'scope', 'subresource', 'verb', 'version'],
    appears: 'onEvent',
    help: 'Number of requests which apiserver terminated in self-defense.',
    source: 'kubernetes/apiserver v0.34.4 pkg/endpoints/metrics/metrics.go:215',
  },
};
