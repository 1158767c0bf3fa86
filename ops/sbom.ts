/** `npm run sbom`: writes the bill of materials of what is deployed, CycloneDX as JSON: images of dist/, and npm packages. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { imagesOf } from './lib/images.ts';
import { readObjects } from './lib/objects.ts';
import { readOptions } from './lib/options.ts';
import { imageLicences, needed, withImages } from './lib/sbom.ts';

readOptions('sbom', {});
const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
const all = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 2 ** 26 }));
// cdk8s is installed by whoever uses the constructs.
const packages = needed(all, Object.keys({ ...dependencies, ...peerDependencies }));
const licences = imageLicences(readFileSync('docs/decisions/0008-licences.md', 'utf8'));
console.log(JSON.stringify(withImages(packages, imagesOf(readObjects('dist')), licences), null, 2));
