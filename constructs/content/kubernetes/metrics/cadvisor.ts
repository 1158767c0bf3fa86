import { metricsTable } from '../../../kit/catalogue.ts';

/** Metrics of cAdvisor. Written by hand: block devices and huge pages. */
export const metrics = metricsTable(`
# recorded from Kubernetes v1.34.4 by npm run catalogue
cadvisor_version_info{cadvisorRevision,cadvisorVersion,dockerVersion,kernelVersion,osVersion} gauge always
container_blkio_device_usage_total{container,device,id,image,major,minor,name,namespace,operation,pod} counter onEvent from google/cadvisor v0.52.1 metrics/prometheus.go:754
container_cpu_cfs_periods_total{container,id,image,name,namespace,pod} counter onEvent
container_cpu_cfs_throttled_periods_total{container,id,image,name,namespace,pod} counter onEvent
container_cpu_cfs_throttled_seconds_total{container,id,image,name,namespace,pod} counter onEvent
container_cpu_load_average_10s{container,id,image,name,namespace,pod} gauge always
container_cpu_load_d_average_10s{container,id,image,name,namespace,pod} gauge always
container_cpu_system_seconds_total{container,id,image,name,namespace,pod} counter always
container_cpu_usage_seconds_total{container,cpu,id,image,name,namespace,pod} counter always
container_cpu_user_seconds_total{container,id,image,name,namespace,pod} counter always
container_file_descriptors{container,id,image,name,namespace,pod} gauge always
container_fs_inodes_free{container,device,id,image,name,namespace,pod} gauge onEvent
container_fs_inodes_total{container,device,id,image,name,namespace,pod} gauge onEvent
container_fs_io_current{container,device,id,image,name,namespace,pod} gauge onEvent
container_fs_io_time_seconds_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_io_time_weighted_seconds_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_limit_bytes{container,device,id,image,name,namespace,pod} gauge always
container_fs_read_seconds_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_reads_bytes_total{container,device,id,image,name,namespace,pod} counter onEvent from google/cadvisor v0.52.1 metrics/prometheus.go:579
container_fs_reads_merged_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_reads_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_sector_reads_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_sector_writes_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_usage_bytes{container,device,id,image,name,namespace,pod} gauge always
container_fs_write_seconds_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_writes_bytes_total{container,device,id,image,name,namespace,pod} counter onEvent from google/cadvisor v0.52.1 metrics/prometheus.go:647
container_fs_writes_merged_total{container,device,id,image,name,namespace,pod} counter onEvent
container_fs_writes_total{container,device,id,image,name,namespace,pod} counter onEvent
container_hugetlb_failcnt{container,id,image,name,namespace,pagesize,pod} counter onEvent from google/cadvisor v0.52.1 metrics/prometheus.go:325
container_hugetlb_max_usage_bytes{container,id,image,name,namespace,pagesize,pod} gauge onEvent from google/cadvisor v0.52.1 metrics/prometheus.go:358
container_hugetlb_usage_bytes{container,id,image,name,namespace,pagesize,pod} gauge onEvent from google/cadvisor v0.52.1 metrics/prometheus.go:341
container_last_seen{container,id,image,name,namespace,pod} gauge always
container_memory_cache{container,id,image,name,namespace,pod} gauge always
container_memory_failcnt{container,id,image,name,namespace,pod} counter always
container_memory_failures_total{container,failure_type,id,image,name,namespace,pod,scope} counter always
container_memory_kernel_usage{container,id,image,name,namespace,pod} gauge always
container_memory_mapped_file{container,id,image,name,namespace,pod} gauge always
container_memory_max_usage_bytes{container,id,image,name,namespace,pod} gauge always
container_memory_rss{container,id,image,name,namespace,pod} gauge always
container_memory_swap{container,id,image,name,namespace,pod} gauge always
container_memory_total_active_file_bytes{container,id,image,name,namespace,pod} gauge always
container_memory_total_inactive_file_bytes{container,id,image,name,namespace,pod} gauge always
container_memory_usage_bytes{container,id,image,name,namespace,pod} gauge always
container_memory_working_set_bytes{container,id,image,name,namespace,pod} gauge always
container_network_receive_bytes_total{container,id,image,interface,name,namespace,pod} counter always
container_network_receive_errors_total{container,id,image,interface,name,namespace,pod} counter always
container_network_receive_packets_dropped_total{container,id,image,interface,name,namespace,pod} counter always
container_network_receive_packets_total{container,id,image,interface,name,namespace,pod} counter always
container_network_transmit_bytes_total{container,id,image,interface,name,namespace,pod} counter always
container_network_transmit_errors_total{container,id,image,interface,name,namespace,pod} counter always
container_network_transmit_packets_dropped_total{container,id,image,interface,name,namespace,pod} counter always
container_network_transmit_packets_total{container,id,image,interface,name,namespace,pod} counter always
container_oom_events_total{container,id,image,name,namespace,pod} counter always
container_pressure_cpu_stalled_seconds_total{container,id,image,name,namespace,pod} counter onEvent
container_pressure_cpu_waiting_seconds_total{container,id,image,name,namespace,pod} counter onEvent
container_pressure_io_stalled_seconds_total{container,id,image,name,namespace,pod} counter onEvent
container_pressure_io_waiting_seconds_total{container,id,image,name,namespace,pod} counter onEvent
container_pressure_memory_stalled_seconds_total{container,id,image,name,namespace,pod} counter onEvent
container_pressure_memory_waiting_seconds_total{container,id,image,name,namespace,pod} counter onEvent
container_processes{container,id,image,name,namespace,pod} gauge always
container_scrape_error gauge always
container_sockets{container,id,image,name,namespace,pod} gauge always
container_spec_cpu_period{container,id,image,name,namespace,pod} gauge always
container_spec_cpu_quota{container,id,image,name,namespace,pod} gauge onEvent
container_spec_cpu_shares{container,id,image,name,namespace,pod} gauge always
container_spec_memory_limit_bytes{container,id,image,name,namespace,pod} gauge always
container_spec_memory_reservation_limit_bytes{container,id,image,name,namespace,pod} gauge always
container_spec_memory_swap_limit_bytes{container,id,image,name,namespace,pod} gauge always
container_start_time_seconds{container,id,image,name,namespace,pod} gauge always
container_tasks_state{container,id,image,name,namespace,pod,state} gauge always
container_threads{container,id,image,name,namespace,pod} gauge always
container_threads_max{container,id,image,name,namespace,pod} gauge always
container_ulimits_soft{container,id,image,name,namespace,pod,ulimit} gauge always
machine_cpu_cores{boot_id,machine_id,system_uuid} gauge always
machine_cpu_physical_cores{boot_id,machine_id,system_uuid} gauge always
machine_cpu_sockets{boot_id,machine_id,system_uuid} gauge always
machine_memory_bytes{boot_id,machine_id,system_uuid} gauge always
machine_nvm_avg_power_budget_watts{boot_id,machine_id,system_uuid} gauge onEvent
machine_nvm_capacity{boot_id,machine_id,mode,system_uuid} gauge onEvent
machine_scrape_error gauge always
machine_swap_bytes{boot_id,machine_id,system_uuid} gauge onEvent
`);
