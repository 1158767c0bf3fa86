import { readFileSync } from 'node:fs';
import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Endpoint } from '../../../constructs/kit/endpoint.ts';
import type { Installation } from '../../../constructs/kit/installation.ts';
import type { Probe } from '../../../constructs/kit/pod.ts';
import { Workload } from '../../../constructs/kit/workload.ts';
import { PYTHON, RECEIVER } from './names.ts';

const probe: Probe = {
  check: { path: '/', port: RECEIVER.port },
  period: Duration.seconds(2),
  timeout: Duration.seconds(2),
  failures: 30,
};

/** Takes notifications and keeps them for the tests to read. */
export class ReceiverChart extends Chart {
  readonly webhook: Endpoint<'webhook'>;

  constructor(scope: Construct, id: string, installation: Installation) {
    super(scope, id);
    const { namespace, service: name, port } = RECEIVER;
    const workload = new Workload(this, 'workload', {
      installation,
      identity: { namespace, name, app: name, component: 'test', partOf: installation.name },
      pods: 1,
      runAs: { user: 10_001, group: 10_001 },
      service: { http: port },
      container: {
        image: PYTHON,
        command: ['python3', '-c', readFileSync('test/e2e/faults/receiver.py', 'utf8')],
        ports: { http: port },
        probes: { startup: probe, readiness: probe, liveness: probe },
        cpu: Cpu.millis(10),
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
      },
    });
    this.webhook = workload.endpoint('webhook', 'http');
  }
}
