import type { k8s } from '../../../imports/k8s.ts';
import { isDnsLabel, isFolder, isSecretKey, isSubdomain, matches, repeated } from '../../kit/validators.ts';

/** A value that is not accepted: its field, and what it must be. */
export type Wrong = readonly [field: string, value: unknown, must: string];

/** A wrong value, unless it is fine. */
export const wrong = (isFine: boolean, field: string, value: unknown, must: string): Wrong[] =>
  isFine ? [] : [[field, value, must]];

export const LABEL = "lower-case letters, digits and '-', at most 63 characters";

/** The values of a pod that the API server refuses, or with which it never starts. */
export function ofPod(pod: k8s.PodSpec): Wrong[] {
  const { priorityClassName, imagePullSecrets = [], volumes = [], initContainers = [], containers = [] } = pod;
  return [
    ...reference('priorityClassName', priorityClassName),
    ...imagePullSecrets.flatMap(({ name }) => reference('the name of an image pull secret', name)),
    ...volumes.flatMap(ofVolume),
    ...[...initContainers, ...containers].flatMap(ofContainer),
  ];
}

/** The name of another object. */
function reference(field: string, name: string | undefined): Wrong[] {
  return wrong(name === undefined || isSubdomain(name), field, name, "a name: lower-case letters, digits, '-' and '.'");
}

function ofVolume({ secret, hostPath }: k8s.Volume): Wrong[] {
  return [
    ...(secret ? reference('the Secret of a volume', secret.secretName) : []),
    ...(hostPath
      ? wrong(
          hostPath.path.startsWith('/') && !hostPath.path.split('/').includes('..'),
          'hostPath',
          hostPath.path,
          'an absolute path without ..',
        )
      : []),
  ];
}

function ofContainer({ name, env = [], volumeMounts = [], securityContext, ...probes }: k8s.Container): Wrong[] {
  const paths = volumeMounts.map(({ mountPath }) => mountPath);
  const { startupProbe, readinessProbe, livenessProbe } = probes;
  return [
    ...wrong(isDnsLabel(name), 'the name of a container', name, LABEL),
    ...env.flatMap(ofVariable),
    ...paths.flatMap((path) => wrong(isFolder(path), 'mountPath', path, 'an absolute path below /, in one spelling')),
    ...repeated(paths).flatMap((path) => wrong(false, 'mountPath', path, 'the place of one volume only')),
    ...volumeMounts.flatMap(({ mountPropagation: way = 'None' }) =>
      wrong(PROPAGATIONS.includes(way), 'mountPropagation', way, PROPAGATIONS.join(' or ')),
    ),
    ...(securityContext?.capabilities?.add ?? []).flatMap((one) =>
      wrong(matches(/^[A-Z][A-Z_]*$/, one), 'a capability', one, 'one of Linux; for example NET_BIND_SERVICE'),
    ),
    ...[startupProbe, readinessProbe, livenessProbe].flatMap((probe) => ofRequest(probe?.httpGet)),
  ];
}

const PROPAGATIONS = ['None', 'HostToContainer', 'Bidirectional'];

/** @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
const FIELD =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

function ofVariable({ name, valueFrom }: k8s.EnvVar): Wrong[] {
  const { fieldRef: field, secretKeyRef: secret } = valueFrom ?? {};
  return [
    ...wrong(matches(/^[ -<>-~]+$/, name), 'the name of a variable', name, 'ASCII without ='),
    ...(field
      ? wrong(matches(FIELD, field.fieldPath), 'fieldPath', field.fieldPath, 'a field of a pod, such as spec.nodeName')
      : []),
    ...(secret
      ? [
          ...reference('the Secret of a variable', secret.name),
          ...wrong(isSecretKey(secret.key), 'the key of a Secret', secret.key, 'letters, digits and - _ .'),
        ]
      : []),
  ];
}

/** The request of a probe. */
function ofRequest(request: k8s.HttpGetAction | undefined): Wrong[] {
  if (!request) return [];
  const { path, scheme = 'HTTP', httpHeaders = [] } = request;
  return [
    ...wrong(path !== '', 'the path of a probe', path, 'a path; for example /'),
    ...wrong(scheme === 'HTTP' || scheme === 'HTTPS', 'the scheme of a probe', scheme, 'HTTP or HTTPS'),
    ...httpHeaders
      .filter(({ name }) => name === 'Host')
      .flatMap(({ value }) =>
        wrong(matches(/^[\w.:[\]-]+$/, value), 'the host of a probe', value, 'the name of a host'),
      ),
  ];
}
