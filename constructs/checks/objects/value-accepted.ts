import type { k8s } from '../../../imports/k8s.ts';
import type { Manifest } from '../../kit/model.ts';
import { unwritable, visible } from '../../kit/text.ts';
import { isDnsLabel, isFileName, isLabelKey, isLabelValue, isSubdomain, matches } from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import type { Check } from '../check.ts';
import { groupOf } from '../object-view.ts';
import { LABEL, ofPod, type Wrong, wrong } from './pod-values.ts';

/** A value that the API server refuses, or that no pod starts with, although its type is right. */
export const valueAccepted: Check = {
  id: 'value-accepted',
  title: 'Every name, label, key and text of an object is one that Kubernetes and YAML accept.',
  because: '`kubectl apply` refuses the object, or the whole file; or the pod never starts.',
  example: {
    change: 'a patch gives the pods of Grafana the label `team: "the watch"`',
    plant: ({ objects }) => {
      for (const { manifest } of objects) {
        if (manifest.kind === 'Deployment' && manifest.metadata.name === 'grafana') {
          Object.assign(manifest.metadata.labels ?? {}, { team: 'the watch' });
        }
      }
    },
  },
  find: ({ objects }) =>
    objects
      .filter(({ ours }) => ours)
      .flatMap(({ path, manifest }) =>
        [...ofMetadata(manifest), ...ofKeys(manifest), ...ofPods(manifest), ...ofTexts(manifest)].map(
          ([field, value, must]) => ({
            path,
            at: `${manifest.kind} ${visible(manifest.metadata.name, 100)}, ${visible(field, 100)}`,
            value: shown(value),
            why: `it must be ${must}`,
            remedy: 'correct it where it is given',
          }),
        ),
      ),
};

/** Roles may have any name that is a part of a path. */
function isName({ apiVersion, kind }: Manifest, name: unknown): boolean {
  if (groupOf(apiVersion) === 'rbac.authorization.k8s.io') return matches(/^(?!\.{1,2}$)[^/%]{1,253}$/, name);
  return kind === 'Service' || kind === 'Namespace' ? isDnsLabel(name) : isSubdomain(name);
}

function ofMetadata(manifest: Manifest): Wrong[] {
  const { name, namespace, labels = {}, annotations = {} } = manifest.metadata;
  const { template } = Object(manifest.spec);
  const all = { ...labels, ...Object(template).metadata?.labels };
  return [
    ...wrong(isName(manifest, name), 'metadata.name', name, `a name of this kind: ${LABEL}, for most kinds also '.'`),
    ...wrong(namespace === undefined || isDnsLabel(namespace), 'metadata.namespace', namespace, LABEL),
    ...Object.entries(all).flatMap(([key, value]) => [
      ...wrong(
        isLabelKey(key),
        'the key of a label',
        key,
        'letters, digits and - _ ., after a prefix and / if there is one',
      ),
      ...wrong(
        value === '' || isLabelValue(value),
        `label ${key}`,
        value,
        "letters, digits, '-', '_' and '.', at most 63 characters, starting and ending with a letter or digit",
      ),
    ]),
    ...Object.keys(annotations).flatMap((key) =>
      wrong(
        isLabelKey(key),
        'the key of an annotation',
        key,
        'letters, digits and - _ ., after a prefix and / if there is one',
      ),
    ),
  ];
}

/** Keys are names of files. */
function ofKeys({ kind, data }: Manifest): Wrong[] {
  if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
  return Object.keys(Object(data)).flatMap((key) =>
    wrong(isFileName(key), 'a key of data', key, 'letters, digits and - _ .'),
  );
}

function ofPods({ spec }: Manifest): Wrong[] {
  const pod: k8s.PodSpec | undefined = Object(spec).template?.spec;
  return pod ? ofPod(pod) : [];
}

/** Numbers of YAML 1.2, which cdk8s writes without quotes, as of 1.1, and the API server reads. */
const NUMBER = /^[-+]?(0[oO][0-7_]+|0X[0-9a-fA-F_]+)$/;

/** YAML refuses some characters, and takes others for line breaks. */
function ofTexts(manifest: Manifest): Wrong[] {
  const found: Wrong[] = [];
  const visit = (value: unknown, field: string): void => {
    if (typeof value === 'string') {
      const character = unwritable(value);
      if (character !== undefined) found.push([field, value, `text without the character ${visible(character)}`]);
      if (NUMBER.test(value)) found.push([field, value, 'no octal or hexadecimal number: kubectl reads it as one']);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        visit(key, `a key of ${field}`);
        visit(inner, field === '' ? key : `${field}.${key}`);
      }
    }
  };
  visit(manifest, '');
  return found;
}
