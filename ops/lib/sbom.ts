/**
 * A component of a bill of materials, as far as it is used here.
 *
 * @see https://cyclonedx.org/docs/1.5/json/
 */
export interface BomComponent {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly licenses?: readonly object[];
  readonly hashes?: readonly object[];
}

/** What a component of a bill depends on, by `bom-ref`. */
interface Needs {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

/** A bill of materials, as `npm sbom --sbom-format=cyclonedx` writes it. */
export interface Bom {
  readonly bomFormat: 'CycloneDX';
  readonly components: readonly BomComponent[];
  readonly dependencies: readonly Needs[];
  readonly [field: string]: unknown;
}

/** A bill without the packages that none of these needs, such as tests. @param names of packages. */
export function needed(bom: Bom, names: readonly string[]): Bom {
  const byRef = new Map(bom.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const visit = (ref: string): void => {
    if (reached.has(ref)) return;
    reached.add(ref);
    for (const other of byRef.get(ref) ?? []) visit(other);
  };
  for (const one of bom.components) if (names.includes(one.name)) visit(one['bom-ref']);
  return {
    ...bom,
    components: bom.components.filter((one) => reached.has(one['bom-ref'])),
    dependencies: bom.dependencies.filter(({ ref }) => reached.has(ref)),
  };
}

/** A bill of npm packages with the images that are deployed. @param licences by image without registry and tag. */
export function withImages(packages: Bom, images: readonly string[], licences: Readonly<Record<string, string>>): Bom {
  return { ...packages, components: [...images.map((image) => component(image, licences)), ...packages.components] };
}

/** @see https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md, which wants a digest */
function component(image: string, licences: Readonly<Record<string, string>>): BomComponent {
  const [, name = image, tag, digest] = /^(.+?)(?::([^:/@]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image) ?? [];
  const licence = licences[name];
  const last = name.slice(name.lastIndexOf('/') + 1);
  return {
    'bom-ref': image,
    type: 'container',
    name,
    ...((tag ?? digest) && { version: tag ?? digest }),
    ...(digest && {
      purl:
        `pkg:oci/${last}@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(repository(name))}` +
        (tag ? `&tag=${tag}` : ''),
      hashes: [{ alg: 'SHA-256', content: digest.replace('sha256:', '') }],
    }),
    ...(licence && { licenses: [{ license: { id: licence } }] }),
  };
}

/** Where an image is. A name without a registry is one of Docker Hub, and one word one of its own. */
function repository(name: string): string {
  const [first = '', ...others] = name.split('/');
  if (others.length === 0) return `docker.io/library/${name}`;
  return /[.:]|^localhost$/.test(first) ? name : `docker.io/${name}`;
}

/** The licences of the images, from the page that lists them. */
export function imageLicences(page: string): Record<string, string> {
  const rows = page.split(/^## Images/m)[1]?.split(/^## /m)[0] ?? '';
  return Object.fromEntries(
    [...rows.matchAll(/^\| `(.+?)` \| ([\w.-]+)/gm)].map(([, image = '', licence = '']) => [image, licence]),
  );
}
