import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ConfigFiles } from '../../kit/config-files.ts';
import type { Guard } from '../../kit/guard.ts';
import { httpProbes } from '../../kit/http-probes.ts';
import { metadataOf } from '../../kit/labels.ts';
import { configuration, PORT } from './config.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './settings.ts';

const CONFIG = '/etc/guard';
/** Caddy keeps an id of itself. The pod's other container has a `/tmp` of its own. */
const DATA = '/var/lib/guard';

const HEALTH = { path: '/health', port: PORT };

/**
 * A proxy in front of one program, in its pod: the program listens on the loopback address alone, and each kind of caller has
 * a port of its own, on which nothing passes but what it needs.
 */
export const guard: Guard = (scope, { identity, port, doors }) => {
  const config = new ConfigFiles(scope, 'guard', {
    metadata: metadataOf(identity, `${identity.name}-guard`),
    onChange: 'restart',
    files: { 'caddy.json': () => configuration({ port, doors }) },
  });
  return {
    exposes: metrics,
    container: {
      name: 'guard',
      image: IMAGE,
      command: ['caddy', 'run', '--config', `${CONFIG}/caddy.json`],
      env: { XDG_DATA_HOME: DATA },
      ports: { ...Object.fromEntries(Object.entries(doors).map(([name, door]) => [name, door.port])), guard: PORT },
      probes: httpProbes({ ready: HEALTH, live: HEALTH, startupFailures: 12 }),
      cpu: Cpu.millis(10),
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      mounts: [
        { kind: 'config', path: CONFIG, from: [config] },
        { kind: 'scratch', path: DATA, size: Size.mebibytes(8) },
      ],
      user: USER,
      // The image's program asks for it and does not start without, although no port here is below 1024.
      capabilities: ['NET_BIND_SERVICE'],
    },
  };
};

/** A user that no other container has. */
const USER = 10_007;
