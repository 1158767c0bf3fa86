import { readdirSync, readFileSync } from 'node:fs';
import type { KubeObject } from './dist.ts';

/** A schema of `test/schemas`, as far as it is looked at. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
}

interface Release {
  readonly version: string;
  readonly $defs: Readonly<Record<string, Schema>>;
}

const RELEASES: readonly Release[] = readdirSync('test/schemas')
  .sort()
  .map((file) => ({
    version: file.replace('.json', ''),
    $defs: JSON.parse(readFileSync(`test/schemas/${file}`, 'utf8')).$defs,
  }));

/** The definition of an object's kind, such as `io.k8s.api.core.v1.Pod`. */
function definition({ $defs }: Release, { apiVersion, kind }: KubeObject): Schema | undefined {
  const group = apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`;
  return $defs[`io.k8s.api.${group.replace('.k8s.io', '').replace('/', '.')}.${kind}`];
}

/** Is there a schema of its kind? */
export function hasSchema(object: KubeObject): boolean {
  return RELEASES.every((release) => definition(release, object) !== undefined);
}

/** What is wrong with an object's fields, in any supported release of Kubernetes. */
export function schemaProblems(object: KubeObject): string[] {
  return RELEASES.flatMap((release) => {
    const schema = definition(release, object) ?? {};
    return problems(release, schema, object, object.kind).map((problem) => `${release.version}: ${problem}`);
  });
}

function problems(release: Release, schema: Schema, value: unknown, path: string): string[] {
  if (schema.$ref !== undefined) {
    return problems(release, release.$defs[schema.$ref.replace('#/$defs/', '')] ?? {}, value, path);
  }
  const types = [schema.type ?? []].flat();
  if (
    types.length > 0 &&
    !types.includes(typeOf(value)) &&
    !(types.includes('number') && typeOf(value) === 'integer')
  ) {
    return [`${path} is ${typeOf(value)}, not ${types.join(' or ')}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => problems(release, schema.items ?? {}, item, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, field]) => {
      const known = schema.properties?.[name] ?? schema.additionalProperties;
      if (known === false) return [`${path}.${name} does not exist`];
      return typeof known === 'object' ? problems(release, known, field, `${path}.${name}`) : [];
    }),
  ];
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
