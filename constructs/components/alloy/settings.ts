import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { endpoint } from '../../kit/endpoint.ts';
import * as kit from '../../kit/settings.ts';
import * as validators from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import type { AlloyProps } from './props.ts';

/** The release that this project is tested with. */
export const IMAGE = 'docker.io/grafana/alloy:v1.18.1';

const defaults = () => ({
  name: 'alloy',
  image: IMAGE,
  cpu: Cpu.millis(50),
  memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
});

/** How Alloy reads its props. */
export const alloySettings = kit.readerOf<AlloyProps, ReturnType<typeof defaults>>({
  defaults,
  shape: { loki: endpoint('loki') },
  problems,
});

function problems({ positions }: Pick<AlloyProps, 'positions'>): string[] {
  return validators.unless(
    positions === undefined || validators.isFolder(positions),
    `'positions' (${shown(positions)}) must be an absolute path below /; for example "/var/lib/monitoring-alloy"`,
  );
}
