/** `npm run images`: lists the images of dist/. With `--pin` it writes the digests that the tags of the components have now. */
import { writeFileSync } from 'node:fs';
import { imageFiles, imagesOf, pinned } from './lib/images.ts';
import { readObjects } from './lib/objects.ts';
import { flag, readOptions } from './lib/options.ts';
import { digestOf } from './lib/registry.ts';

const { pin } = readOptions('images', { pin: flag });
if (pin) {
  // All or none: half of a pinned stack is found out in the cluster.
  const found = await Promise.all(imageFiles().map(async (file) => ({ file, digest: await digestOf(file.image) })));
  for (const { file, digest } of found) {
    const text = pinned(file, digest);
    if (text !== file.text) writeFileSync(file.file, text);
    console.log(`${file.image}@${digest}${text === file.text ? '' : ' (new)'}`);
  }
  console.log('npm run docs && npm run synth writes what follows from it');
} else {
  for (const image of imagesOf(readObjects('dist'))) console.log(image);
}
