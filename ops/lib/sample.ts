import { imageOf, type KubeObject } from './objects.ts';
import { Refused } from './refused.ts';

/** The application from `examples/` whose image is built here. */
export const SAMPLE = 'flask-app';

/**
 * The sample's image in an output; undefined if main.ts has only other applications: their images are not ours to build.
 *
 * @param asked the value of `--image`, passed to main.ts as FLASK_IMAGE.
 * @throws Refused when the output has another one.
 */
export function sampleImage(objects: readonly KubeObject[], asked?: string): string | undefined {
  const image = imageOf(objects, SAMPLE);
  if (asked === undefined || asked === image) return image;
  throw new Refused(
    image === undefined
      ? `'--image' (${asked}) is for the sample, and main.ts has no application '${SAMPLE}'; leave '--image' out`
      : `'--image' (${asked}) does not reach main.ts, which says '${image}'; write there ` +
          `image: process.env.FLASK_IMAGE ?? '${image}', or leave '--image' out`,
  );
}
