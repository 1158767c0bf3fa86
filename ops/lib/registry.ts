import { createHash } from 'node:crypto';
import { Refused } from './refused.ts';

/** An image by its full name. */
export interface ImageName {
  /** Host of its registry, such as `quay.io`. */
  readonly registry: string;
  /** Such as `prometheus/node-exporter`. */
  readonly repository: string;
  readonly tag: string;
  /** Such as `sha256:…`. @default - by its tag alone. */
  readonly digest?: string;
}

/** @throws Refused where the registry is missing: every container runtime may fill in another one. */
export function imageName(image: string): ImageName {
  const [, registry = '', repository = '', tag = '', digest] =
    /^([^/]+[.:][^/]*)\/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image) ?? [];
  if (registry === '' || tag === '') {
    throw new Refused(`the image ${image} must have a registry and a tag; for example docker.io/library/busybox:1.37`);
  }
  return { registry, repository, tag, ...(digest && { digest }) };
}

/** Docker Hub has another address than its name; registries on this machine need no certificate, as for Docker. */
function baseUrl(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io';
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(registry) ? `http://${registry}` : `https://${registry}`;
}

/** What a tag may point to: an index of all platforms first. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const SECONDS = 30;

/**
 * Asks the registry which digest a tag has now. It is computed from the manifest itself: nobody on the way can name another.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
 * @throws Refused when it does not say.
 */
export async function digestOf(image: string): Promise<string> {
  const { registry, repository, tag } = imageName(image);
  const url = `${baseUrl(registry)}/v2/${repository}/manifests/${tag}`;
  const ask = (headers: Record<string, string> = {}) =>
    fetch(url, { headers: { accept: MANIFESTS, ...headers }, signal: AbortSignal.timeout(SECONDS * 1000) });
  try {
    let answer = await ask();
    if (answer.status === 401) {
      const token = await tokenFor(answer.headers.get('www-authenticate') ?? '');
      answer = await ask({ authorization: `Bearer ${token}` });
    }
    if (answer.status !== 200) throw new Error(`${registry} answers ${answer.status} to ${url}`);
    const digest = `sha256:${createHash('sha256')
      .update(new Uint8Array(await answer.arrayBuffer()))
      .digest('hex')}`;
    const said = answer.headers.get('docker-content-digest') ?? digest;
    if (said !== digest) throw new Error(`${registry} says ${said}, and the manifest has ${digest}`);
    return digest;
  } catch (error) {
    const { message, cause } = error as Error;
    const reason: unknown = Object(cause).message;
    const why = reason ? `${message} (${reason})` : message;
    throw new Refused(`the digest of ${image} can't be had: ${why}`);
  }
}

/** A token for whoever asks, as public images need. @see https://distribution.github.io/distribution/spec/auth/token/ */
async function tokenFor(challenge: string): Promise<string> {
  const fields = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, text]) => [name, text]));
  const { realm, service, scope } = fields;
  if (!/^Bearer /i.test(challenge) || realm === undefined) throw new Error('the registry wants a login');
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  const answer = await fetch(url, { signal: AbortSignal.timeout(SECONDS * 1000) });
  if (answer.status !== 200) throw new Error(`${url.origin} gives no token: ${answer.status}`);
  const { token, access_token } = (await answer.json()) as { token?: string; access_token?: string };
  const given = token ?? access_token;
  if (given === undefined) throw new Error(`${url.origin} gives no token`);
  return given;
}
