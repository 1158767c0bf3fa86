import { metricsTable } from '../../../kit/catalogue.ts';
import { goMetrics } from '../../../kit/go-metrics.ts';

/** What kube-state-metrics exposes about itself. By hand are metrics of lists that are read in parts. */
export const metrics = metricsTable(
  `
# recorded from registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0 by npm run catalogue
http_request_duration_seconds{handler,method} histogram always
kube_state_metrics_build_info{branch,client_go_version,goarch,goos,goversion,revision,tags,version} gauge always
kube_state_metrics_custom_resource_state_add_events_total counter always
kube_state_metrics_custom_resource_state_cache gauge always
kube_state_metrics_custom_resource_state_delete_events_total counter always
kube_state_metrics_custom_resource_state_update_events_total counter always
kube_state_metrics_list_objects_limit{resource} gauge onEvent from kubernetes/kube-state-metrics v2.20.0 pkg/watch/watch.go:66
kube_state_metrics_list_total{resource,result} counter onEvent from kubernetes/kube-state-metrics v2.20.0 pkg/watch/watch.go:52
kube_state_metrics_shard_ordinal{shard_ordinal} gauge always
kube_state_metrics_total_shards gauge always
kube_state_metrics_watch_total{resource,result} counter always
`,
  goMetrics,
);
