import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type Installation, priorityClass } from '../../kit/installation.ts';
import type { Identity } from '../../kit/labels.ts';
import type { Memory } from '../../kit/memory.ts';
import type { Probe, Probes } from '../../kit/pod.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { STACK_LIMITS } from '../../kit/scrape/limits.ts';
import { settingsOf } from '../../kit/settings.ts';
import * as validators from '../../kit/validators.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { metrics } from './metrics.ts';

/** The release that this project is tested with. */
export const IMAGE = 'docker.io/prom/node-exporter:v1.12.1';

const ROOT = '/host/root';

/** Properties for `NodeExporter`. */
export interface NodeExporterProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. It needs the Pod Security level `privileged`. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'node-exporter'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /**
   * Port on every node. It must be free there.
   *
   * @default 9100
   */
  readonly port?: number;

  /**
   * Whether file systems that are mounted later are seen too. Docker Desktop's nodes refuse it.
   *
   * @default true
   * @see https://github.com/prometheus/node_exporter/issues/2002
   */
  readonly seeLaterMounts?: boolean;

  /**
   * Memory.
   *
   * @default { request: Size.mebibytes(32), limit: Size.mebibytes(128) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved, on every node.
   *
   * @default Cpu.millis(20)
   */
  readonly cpu?: Cpu;
}

/** Metrics of every node's processor, memory, disks and network. */
export class NodeExporter extends Construct {
  /** Metrics about the nodes. */
  readonly metrics: ScrapeJob;

  constructor(scope: Construct, id: string, props: NodeExporterProps) {
    super(scope, id);
    const settings = settingsOf(this, props, { defaults, problems: ({ port }) => validators.port('port', port) });
    const { installation, namespace, name, port, seeLaterMounts } = settings;
    const identity: Identity = {
      namespace,
      name,
      app: 'node-exporter',
      component: 'metrics',
      partOf: installation.name,
    };
    const workload = new Workload(this, 'workload', {
      installation,
      priorityClass: priorityClass(installation),
      identity,
      pods: 'every-node',
      hostAccess: true,
      // It sees the processes of the node: with the user of another program, it could read that one's files and token too.
      runAs: { user: 10_005, group: 10_005 },
      container: {
        image: settings.image,
        args: [
          `--web.listen-address=:${port}`,
          `--path.rootfs=${ROOT}`,
          `--path.sysfs=${ROOT}/sys`,
          `--path.udev.data=${ROOT}/run/udev/data`,
          // The file systems and interfaces of pods come and go, and cAdvisor measures them.
          '--collector.filesystem.mount-points-exclude=^/(dev|proc|run|sys|var/lib/(containerd|docker|containers|kubelet))($|/)',
          '--collector.netclass.ignored-devices=^(veth.*|cali.*|lxc.*|[a-f0-9]{15})$',
          '--collector.netdev.device-exclude=^(veth.*|cali.*|lxc.*|[a-f0-9]{15})$',
        ],
        ports: { http: port },
        probes: probes(port),
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: [
          // All of it, read-only: how full a file system is can only be asked where it is mounted.
          {
            kind: 'host',
            path: ROOT,
            hostPath: '/',
            ...(seeLaterMounts && { propagation: 'HostToContainer' }),
          },
        ],
      },
    });
    this.metrics = {
      job: 'node-exporter',
      discovery: 'node-pods',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: metrics,
      limits: STACK_LIMITS,
      series: 'used',
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
  }
}

const defaults = () => ({
  name: 'node-exporter',
  image: IMAGE,
  port: 9100,
  seeLaterMounts: true,
  cpu: Cpu.millis(20),
  memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) },
});

function probes(port: number): Probes {
  const base: Omit<Probe, 'failures'> = {
    check: { path: '/', port },
    period: Duration.seconds(10),
    timeout: Duration.seconds(5),
  };
  return {
    startup: { ...base, period: Duration.seconds(5), failures: 12 },
    readiness: { ...base, failures: 3 },
    liveness: { ...base, failures: 6 },
  };
}
