import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMAGE as GUARD } from '../../constructs/components/guard/settings.ts';
import { PROGRAMS } from '../../constructs/stack/components.ts';
import { imageFiles, pinned } from '../../ops/lib/images.ts';
import { digestOf, imageName } from '../../ops/lib/registry.ts';
import { imageLicences, needed, withImages } from '../../ops/lib/sbom.ts';

/** What is deployed, by name: digests of a registry on this machine, and the bill of materials. */

const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests: [],
});
const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;

let registry: Server;
let host = '';
const asked: (string | undefined)[] = [];

/** As Docker Hub and quay.io do: who has no token is told where to get one. */
beforeAll(async () => {
  registry = createServer(({ url = '', headers }, answer) => {
    asked.push(headers.accept);
    const { pathname, searchParams } = new URL(url, `http://${host}`);
    if (pathname === '/token') {
      answer.end(JSON.stringify({ token: `for ${searchParams.get('service')} ${searchParams.get('scope')}` }));
    } else if (
      pathname.startsWith('/v2/open/') ||
      headers.authorization === 'Bearer for hub repository:team/app:pull'
    ) {
      const isThere = pathname.endsWith('/manifests/v1');
      const said = pathname.includes('/forged/') ? `sha256:${'0'.repeat(64)}` : digest;
      answer.writeHead(isThere ? 200 : 404, { 'docker-content-digest': said }).end(isThere ? manifest : '{}');
    } else {
      const scope = pathname.replace(/^\/v2\/(.*)\/manifests\/.*$/, 'repository:$1:pull');
      answer
        .writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token",service="hub",scope="${scope}"` })
        .end();
    }
  });
  await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
  host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((closed) => registry.close(closed)));

test.each(['open/app', 'team/app'])('the digest of a tag of %s is that of its manifest', async (repository) => {
  expect(await digestOf(`${host}/${repository}:v1`)).toBe(digest);
  expect(asked.at(-1)).toContain('application/vnd.oci.image.index.v1+json');
});

test.each([
  ['open/app:v2', 'answers 404'],
  ['other/app:v1', 'answers 401'],
  ['open/forged/app:v1', `says sha256:${'0'.repeat(64)}, and the manifest has ${digest}`],
])('why there is no digest of %s: %s', async (image, why) => {
  await expect(digestOf(`${host}/${image}`)).rejects.toThrow(why);
});

test('a registry that is not there is named', async () => {
  await expect(digestOf('localhost:1/app:v1')).rejects.toThrow(
    /^the digest of localhost:1\/app:v1 can't be had: .*(ECONNREFUSED|bad port)/,
  );
});

test('a name without a registry or a tag has none', () => {
  expect(imageName(`quay.io/a/b:1@${digest}`)).toEqual({ registry: 'quay.io', repository: 'a/b', tag: '1', digest });
  expect(() => imageName('prom/prometheus:v1')).toThrow(
    'the image prom/prometheus:v1 must have a registry and a tag; for example docker.io/library/busybox:1.37',
  );
  expect(() => imageName('quay.io/a/b')).toThrow('must have a registry and a tag');
});

test('every program of the stack is named in full, in one file', () => {
  const images = [...PROGRAMS.map(({ image = '' }) => image), GUARD];
  for (const image of images) expect(imageName(image).registry).not.toBe('');
  expect(
    imageFiles()
      .map(({ image }) => image)
      .sort(),
  ).toEqual(images.map((image) => image.replace(/@.*$/, '')).sort());
});

test('a digest stands beside the tag, and a newer one in its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'images-'));
  const file = join(folder, 'settings.ts');
  writeFileSync(file, "// one\nexport const IMAGE = 'quay.io/a/b:1';\n");
  for (const byte of ['a', 'b']) {
    const [found] = imageFiles(folder);
    writeFileSync(file, pinned(found!, `sha256:${byte.repeat(64)}`));
  }
  expect(readFileSync(file, 'utf8')).toBe(
    `// one\nexport const IMAGE =\n  'quay.io/a/b:1@sha256:${'b'.repeat(64)}';\n`,
  );
  expect(imageFiles(folder)[0]?.image).toBe('quay.io/a/b:1');
  rmSync(folder, { recursive: true });
});

const licences = imageLicences(readFileSync('docs/decisions/0008-licences.md', 'utf8'));

test('the bill of materials has each image with its licence, and the packages that are needed', () => {
  const one = (name: string) => ({ 'bom-ref': `${name}@1`, type: 'library', name });
  const bom = {
    bomFormat: 'CycloneDX' as const,
    components: [one('yaml'), one('deep'), one('jest')],
    dependencies: [
      { ref: 'yaml@1', dependsOn: ['deep@1'] },
      { ref: 'deep@1', dependsOn: ['yaml@1'] },
      { ref: 'jest@1' },
    ],
  };
  const { components } = withImages(needed(bom, ['yaml']), [`docker.io/grafana/loki:3@${digest}`, 'mine:1'], licences);
  expect(components).toEqual([
    {
      'bom-ref': `docker.io/grafana/loki:3@${digest}`,
      type: 'container',
      name: 'docker.io/grafana/loki',
      version: '3',
      purl: `pkg:oci/loki@${digest.replace(':', '%3A')}?repository_url=docker.io%2Fgrafana%2Floki&tag=3`,
      hashes: [{ alg: 'SHA-256', content: digest.slice(7) }],
      licenses: [{ license: { id: 'AGPL-3.0-only' } }],
    },
    { 'bom-ref': 'mine:1', type: 'container', name: 'mine', version: '1' },
    one('yaml'),
    one('deep'),
  ]);
});

test.each([
  [`team/shop:1@${digest}`, 'team/shop', '1', 'docker.io%2Fteam%2Fshop&tag=1'],
  [`shop@${digest}`, 'shop', digest, 'docker.io%2Flibrary%2Fshop'],
  [`localhost:5000/shop@${digest}`, 'localhost:5000/shop', digest, 'localhost%3A5000%2Fshop'],
])('the image of a user in the bill: %s', (image, name, version, where) => {
  const [component] = withImages(
    { bomFormat: 'CycloneDX', components: [], dependencies: [] },
    [image],
    licences,
  ).components;
  const purl = `pkg:oci/shop@${digest.replace(':', '%3A')}?repository_url=${where}`;
  expect(component).toMatchObject({ name, version, purl, hashes: [{ alg: 'SHA-256', content: digest.slice(7) }] });
});

test('every image of ours has a licence, that of the guard too', () => {
  const names = imageFiles().map(({ image }) => image.replace(/:[^:/]+$/, ''));
  expect(names.filter((name) => !(name in licences))).toEqual([]);
});

const lock: { packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);

test('no package that runs outside of development has an install script', () => {
  const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(scripted.filter(([path, { dev }]) => path !== '' && !dev)).toEqual([]);
  // Some of those for development have: the field is there.
  expect(scripted.map(([path]) => path)).toContain('node_modules/esbuild');
});

test('npm run sbom writes it', () => {
  const { components } = JSON.parse(execFileSync('node', ['ops/run.mjs', 'ops/sbom.ts'], { encoding: 'utf8' }));
  const names = components.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['docker.io/prom/prometheus', 'yaml', 'cdk8s', 'constructs']));
  expect(names).not.toContain('jest');
  const unlicensed = components.filter(({ licenses = [] }: { licenses?: object[] }) => licenses.length === 0);
  expect(unlicensed.map(({ name }: { name: string }) => name)).toEqual([]);
}, 60_000);
