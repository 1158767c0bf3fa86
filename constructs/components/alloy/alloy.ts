import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigFiles } from '../../kit/config-files.ts';
import { door } from '../../kit/endpoint.ts';
import { priorityClass } from '../../kit/installation.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { STACK_LIMITS } from '../../kit/scrape/limits.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { toAlloy } from './alloy-syntax.ts';
import { configuration, LOGS } from './config.ts';
import { metrics } from './metrics.ts';
import { PORT, PROBES } from './probes.ts';
import type { AlloyProps } from './props.ts';
import { rewindScript } from './rewind.ts';
import { alloySettings } from './settings.ts';

const CONFIG = '/etc/alloy/config';
/** Not below the image's /var/lib/alloy: that folder is closed to a root without capabilities. */
const STORAGE = '/var/lib/alloy-positions';
/** Written by the component `loki.source.file.pods` of config.ts. */
const POSITIONS = `${STORAGE}/loki.source.file.pods/positions.yml`;

/** Reads the logs of all pods from every node's files, and sends them to Loki. */
export class Alloy extends Construct {
  /** Its own metrics. */
  readonly metrics: ScrapeJob;

  constructor(scope: Construct, id: string, props: AlloyProps) {
    super(scope, id);
    const settings = alloySettings(this, props);
    const { installation, namespace, name } = settings;
    const loki = door(settings.loki, 'push');
    const identity: Identity = { namespace, name, app: 'alloy', component: 'logs', partOf: installation.name };
    const config = new ConfigFiles(this, 'config', {
      metadata: metadataOf(identity, `${name}-config`),
      onChange: 'restart',
      files: { 'config.alloy': () => toAlloy(configuration(loki, installation.cluster.name)) },
    });
    const workload = new Workload(this, 'workload', {
      installation,
      priorityClass: priorityClass(installation),
      identity,
      pods: 'every-node',
      runAs: {
        user: 0,
        group: 0,
        rootBecause:
          'log files belong to root and are closed to others, as is the folder that the kubelet makes for the positions',
      },
      // It sends what it holds for up to one minute.
      grace: Duration.seconds(90),
      api: [{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }],
      init: { name: 'rewind', command: ['/bin/sh', '-c', rewindScript(POSITIONS)] },
      container: {
        image: settings.image,
        args: [
          'run',
          `${CONFIG}/config.alloy`,
          `--server.http.listen-addr=0.0.0.0:${PORT}`,
          `--storage.path=${STORAGE}`,
          '--disable-reporting',
        ],
        env: { NODE_NAME: { field: 'spec.nodeName' } },
        ports: { http: PORT },
        probes: PROBES,
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: [
          { kind: 'config', path: CONFIG, from: [config] },
          {
            kind: 'host',
            path: STORAGE,
            hostPath: settings.positions ?? `/var/lib/${installation.name}-${name}`,
            writable: true,
          },
          { kind: 'host', path: LOGS, hostPath: LOGS },
          { kind: 'scratch', path: '/tmp', size: Size.mebibytes(64) },
        ],
      },
    });
    this.metrics = {
      job: 'alloy',
      discovery: 'node-agents',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: metrics,
      limits: STACK_LIMITS,
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
    Wiring.of(this).connect(workload.pods, loki, 'pushes logs');
  }
}
