import { imageOf, type KubeObject } from './objects.ts';
import { Refused } from './refused.ts';

/** The application whose image is built here, of `examples/`. */
export const SAMPLE = 'flask-app';

/**
 * The sample's image in an output; none where main.ts has other applications: their images are not ours to build.
 *
 * @param asked the value of `--image`, which main.ts was to take from FLASK_IMAGE.
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
