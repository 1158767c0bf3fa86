import { createHash } from 'node:crypto';
import type { Size } from 'cdk8s';
import type { k8s } from '../../imports/k8s.ts';
import { groupBy } from '../query/group-by.ts';
import type { ConfigFiles } from './config-files.ts';
import { lazy } from './lazy.ts';
import { sizeQuantity } from './units.ts';

/** A folder of a container, by the kind of its volume. */
export type Mount =
  | {
      /** Files of ConfigMaps, read-only. */
      readonly kind: 'config';
      /** Absolute path in the container. */
      readonly path: string;
      /** Each is one ConfigMap. */
      readonly from: readonly ConfigFiles[];
    }
  | {
      /** A PersistentVolumeClaim. */
      readonly kind: 'data';
      /** Absolute path in the container. */
      readonly path: string;
      /** Name of the claim. */
      readonly claim: string;
    }
  | {
      /** An empty folder that lives as long as its pod. */
      readonly kind: 'scratch';
      /** Absolute path in the container. */
      readonly path: string;
      /** A pod that writes more is evicted. */
      readonly size: Size;
    }
  | {
      /** The keys of a Secret as files, read-only. */
      readonly kind: 'secret';
      /** Absolute path in the container. */
      readonly path: string;
      /** Name of the Secret. */
      readonly secret: string;
    }
  | {
      /** A folder of the node. */
      readonly kind: 'host';
      /** Absolute path in the container. */
      readonly path: string;
      /** Absolute path on the node. */
      readonly hostPath: string;
      /** Whether the container may write to it. @default false */
      readonly writable?: boolean;
      /** `HostToContainer` shows what the node mounts later. @default - none. */
      readonly propagation?: 'HostToContainer';
    };

/** The places of some volumes in a container. */
export function volumeMounts(mounts: readonly Mount[]): k8s.VolumeMount[] {
  const names = volumeNames(mounts);
  return mounts.map((mount) => ({
    name: names.get(mount.path) ?? '',
    mountPath: mount.path,
    ...(isReadOnly(mount) && { readOnly: true }),
    ...(mount.kind === 'host' && mount.propagation && { mountPropagation: mount.propagation }),
  }));
}

/** The volumes behind some mounts. */
export function volumes(mounts: readonly Mount[]): k8s.Volume[] {
  const names = volumeNames(mounts);
  return mounts.map((mount) => volume(mount, names.get(mount.path) ?? ''));
}

function isReadOnly(mount: Mount): boolean {
  return mount.kind === 'config' || mount.kind === 'secret' || (mount.kind === 'host' && !mount.writable);
}

/**
 * Path -> name. From the path, so that it stays when mounts are added: `/etc/prometheus/config` becomes
 * `etc-prometheus-config`. Where two paths would have one name, such as `/tmp/a` and `/tmp-a`, or a name would be too long,
 * a checksum of the path tells them apart.
 */
function volumeNames(mounts: readonly Mount[]): ReadonlyMap<string, string> {
  const paths = [...new Set(mounts.map(({ path }) => path))];
  const words = groupBy(paths, inWords);
  return new Map(
    paths.map((path) => {
      const name = inWords(path);
      const isShort = name.length <= LONGEST_NAME && words.get(name)?.length === 1;
      return [path, isShort ? name : `${name.slice(0, LONGEST_NAME - 9).replace(/-$/, '')}-${checksum(path)}`];
    }),
  );
}

/** A DNS-1123 label. */
const LONGEST_NAME = 63;

function inWords(path: string): string {
  return (
    String(path)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'root'
  );
}

function checksum(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 8);
}

function configVolume(name: string, from: readonly ConfigFiles[]): k8s.Volume {
  const [only, ...more] = from;
  if (only && more.length === 0) return { name, configMap: { name: only.name, defaultMode: 0o444 } };
  return {
    name,
    projected: { defaultMode: 0o444, sources: from.map((files) => ({ configMap: { name: files.name } })) },
  };
}

function volume(mount: Mount, name: string): k8s.Volume {
  switch (mount.kind) {
    case 'config':
      // Files may be added after the pod.
      return lazy(() => configVolume(name, mount.from));
    case 'data':
      return { name, persistentVolumeClaim: { claimName: mount.claim } };
    case 'scratch':
      return { name, emptyDir: { sizeLimit: sizeQuantity(mount.size) } };
    case 'secret':
      return { name, secret: { secretName: mount.secret, defaultMode: 0o440 } };
    case 'host':
      return { name, hostPath: { path: mount.hostPath, type: mount.writable ? 'DirectoryOrCreate' : 'Directory' } };
  }
}
