import { readHealthy } from '../healthy.ts';

/** A pod of the cluster of `test/fixtures/healthy.json`. */
export interface RecordedPod {
  readonly pod: string;
  readonly uid: string;
  readonly ip: string;
  readonly hostIp: string;
  /** Its ReplicaSet or DaemonSet. */
  readonly owner: string;
}

const info = readHealthy().filter(({ name }) => name === 'kube_pod_info');

/** @param workload the beginning of its name. @param node where it is. @default - anywhere. */
export function recordedPod(workload: string, node?: string): RecordedPod {
  const found = info.find(
    ({ labels }) => labels.pod?.startsWith(`${workload}-`) && (node === undefined || labels.node === node),
  );
  if (!found) throw new Error(`the recorded cluster has no pod of ${workload}${node ? ` on ${node}` : ''}`);
  const { pod = '', uid = '', pod_ip: ip = '', host_ip: hostIp = '', created_by_name: owner = '' } = found.labels;
  return { pod, uid, ip, hostIp, owner };
}

/** The target of kube-state-metrics. */
export const STATE_INSTANCE = `${recordedPod('kube-state-metrics').ip}:8080`;
