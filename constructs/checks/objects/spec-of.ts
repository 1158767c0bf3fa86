import type { Model } from '../../kit/model.ts';
import type { Draft } from '../check.ts';

/** The spec of an object, for an example to change. */
export function specOf<Spec>({ objects }: Draft<Model>, kind: string, name: string): Spec {
  const object = objects.find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name);
  if (!object) throw new Error(`there is no ${kind} '${name}'`);
  return object.manifest.spec as Spec;
}
