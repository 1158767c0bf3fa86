import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubeObject, workloads } from './objects.ts';

/** The images of an output, each once, sorted. */
export function imagesOf(objects: readonly KubeObject[]): string[] {
  const images = workloads(objects).flatMap(({ spec: { template } }) =>
    [...(template.spec?.initContainers ?? []), ...(template.spec?.containers ?? [])].flatMap(
      ({ image }) => image ?? [],
    ),
  );
  return [...new Set(images)].sort();
}

/** Where the components name their images. */
const COMPONENTS = 'constructs/components';

/** The constant of a component: its image, with a digest if it is pinned. */
const IMAGE = /^export const IMAGE =\s+'([^'@]+)(?:@sha256:[0-9a-f]{64})?';$/m;

/** A file that names the image of a component. */
export interface ImageFile {
  readonly file: string;
  readonly text: string;
  /** By its tag alone. */
  readonly image: string;
}

/** The files that name images of components. */
export function imageFiles(folder = COMPONENTS): ImageFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const image = IMAGE.exec(text)?.[1];
      return image === undefined ? [] : [{ file, text, image }];
    });
}

/** The text of such a file with the digest beside the tag. */
export function pinned({ text }: ImageFile, digest: string): string {
  // Longer than a line.
  return text.replace(IMAGE, `export const IMAGE =\n  '$1@${digest}';`);
}
