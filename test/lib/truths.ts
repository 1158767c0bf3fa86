import { hits, type KubeObject, podTemplates } from './dist.ts';

/** Truths about any output, as a list of what is not so. */
export function truths(all: readonly object[]): string[] {
  const objects: readonly KubeObject[] = JSON.parse(JSON.stringify(all));
  const pods = podTemplates(objects);
  const title = ({ kind, metadata }: KubeObject) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  const names = objects.map(title);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice`),
    ...objects.flatMap((object) => [
      ...said(Buffer.byteLength(JSON.stringify(object)) < 200_000, `${title(object)} has 200 kB or more`),
      ...said(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(object.metadata.name), `${title(object)} is no name`),
      ...said(object.kind !== 'Secret', `${title(object)} is a secret`),
      ...said(
        !/NaN|Infinity|undefined|\[object/.test(JSON.stringify(object)),
        `${title(object)} holds a value that is none`,
      ),
    ]),
    ...pods.flatMap(({ name, spec }) => [
      ...said(spec.securityContext?.seccompProfile?.type === 'RuntimeDefault', `${name} runs without seccomp`),
      ...[...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ image, imagePullPolicy, securityContext }) => [
        ...said(/:[^:/]+$/.test(image ?? '') && !/:latest$/.test(image ?? ''), `${name} has no pinned image`),
        ...said(imagePullPolicy === 'IfNotPresent', `${name} pulls always`),
        ...said(
          securityContext?.readOnlyRootFilesystem === true &&
            securityContext.allowPrivilegeEscalation === false &&
            securityContext.capabilities?.drop?.join() === 'ALL',
          `${name} is not locked down`,
        ),
      ]),
    ]),
    ...objects
      .filter(({ kind }) => kind === 'Service')
      .flatMap(({ metadata, spec }) => {
        const behind = pods.filter((pod) => pod.namespace === metadata.namespace && hits(spec.selector, pod.labels));
        const ports = behind.flatMap((pod) => pod.spec.containers.flatMap((container) => container.ports ?? []));
        return [
          ...said(behind.length === 1, `Service ${metadata.name} selects ${behind.length} workloads`),
          ...spec.ports.flatMap(({ targetPort }: { targetPort: number }) =>
            said(
              ports.some(({ containerPort }) => containerPort === targetPort),
              `Service ${metadata.name}: no pod has the port ${targetPort}`,
            ),
          ),
        ];
      }),
  ];
}

function said(so: boolean, otherwise: string): string[] {
  return so ? [] : [otherwise];
}
