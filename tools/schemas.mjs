/**
 * Writes test/schemas/<minor>.json: the fields of the kinds this project uses, for each supported Kubernetes.
 *
 *   node tools/schemas.mjs
 *
 * The source is `api/openapi-spec/swagger.json` of the Go module k8s.io/kubernetes at the patch releases below, so all
 * it needs is Go. Run it after adding a kind or a Kubernetes version, and commit what it writes.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One release per supported minor; which patch makes no difference to the fields. */
const RELEASES = [
  'v1.28.15',
  'v1.29.15',
  'v1.30.14',
  'v1.31.14',
  'v1.32.13',
  'v1.33.13',
  'v1.34.4',
  'v1.35.4',
  'v1.36.3',
];

const KINDS = [
  'io.k8s.api.apps.v1.DaemonSet',
  'io.k8s.api.apps.v1.Deployment',
  'io.k8s.api.core.v1.ConfigMap',
  'io.k8s.api.core.v1.Namespace',
  'io.k8s.api.core.v1.PersistentVolumeClaim',
  'io.k8s.api.core.v1.Pod',
  'io.k8s.api.core.v1.Service',
  'io.k8s.api.core.v1.ServiceAccount',
  'io.k8s.api.networking.v1.NetworkPolicy',
  'io.k8s.api.policy.v1.PodDisruptionBudget',
  'io.k8s.api.rbac.v1.ClusterRole',
  'io.k8s.api.rbac.v1.ClusterRoleBinding',
  'io.k8s.api.rbac.v1.Role',
  'io.k8s.api.rbac.v1.RoleBinding',
  'io.k8s.api.scheduling.v1.PriorityClass',
];

/** Written by the API server; a manifest that states them is wrong. */
const SERVER_FIELDS = [
  'status',
  'uid',
  'selfLink',
  'generation',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'ownerReferences',
];

const out = join(import.meta.dirname, '..', 'test', 'schemas');
mkdirSync(out, { recursive: true });
for (const release of RELEASES) {
  const file = join(out, `${release.match(/^v(\d+\.\d+)\./)[1]}.json`);
  const text = print(release, swagger(release).definitions);
  writeFileSync(file, text);
  console.log(`${file}: ${release}, ${text.length} bytes`);
}

function swagger(release) {
  const module = spawnSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${release}`], { encoding: 'utf8' });
  if (module.status !== 0) {
    throw new Error(`cannot download k8s.io/kubernetes@${release}: ${module.error ?? module.stderr + module.stdout}`);
  }
  return JSON.parse(readFileSync(join(JSON.parse(module.stdout).Dir, 'api/openapi-spec/swagger.json'), 'utf8'));
}

/** One definition per line: small, and a difference between two releases is one line. */
function print(release, source) {
  const definitions = new Map();
  for (const name of KINDS) define(name, source, definitions);
  const lines = [...definitions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`);
  const choices = KINDS.map((name) =>
    // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema.
    JSON.stringify({ if: { properties: { kind: { const: kindOf(name) } } }, then: reference(name) }),
  );
  return `{
"$comment": "Fields of Kubernetes ${release}; written by tools/schemas.mjs",
"$schema": "https://json-schema.org/draft/2020-12/schema",
"required": ["apiVersion", "kind", "metadata"],
"properties": {"kind": {"enum": ${JSON.stringify(KINDS.map(kindOf))}}},
"allOf": [
${choices.join(',\n')}
],
"$defs": {
${lines.join(',\n')}
}
}
`;
}

/** Adds a definition and all that it refers to. */
function define(name, source, definitions) {
  if (definitions.has(name)) return;
  definitions.set(name, undefined); // types may refer to themselves
  const schema = strict(source[name], (other) => define(other, source, definitions));
  if (KINDS.includes(name)) {
    const [{ group, version }] = source[name]['x-kubernetes-group-version-kind'];
    schema.properties.apiVersion = { const: group ? `${group}/${version}` : version };
  }
  // Numbers are what the API server takes too, though its OpenAPI says string.
  if (name.endsWith('.Quantity')) schema.type = ['string', 'number'];
  definitions.set(name, schema);
}

/** What an OpenAPI 2 schema says about structure, without prose; unknown fields are refused. */
function strict(schema, use) {
  if (schema.$ref) {
    const name = schema.$ref.replace('#/definitions/', '');
    use(name);
    return reference(name);
  }
  if (schema.format === 'int-or-string') return { type: ['integer', 'string'] };
  const result = schema.type ? { type: schema.type } : {};
  if (schema.required) result.required = schema.required;
  if (schema.items) result.items = strict(schema.items, use);
  if (schema.properties) {
    result.properties = {};
    for (const [field, value] of Object.entries(schema.properties)) {
      if (!SERVER_FIELDS.includes(field)) result.properties[field] = strict(value, use);
    }
    result.additionalProperties = false;
  } else if (schema.additionalProperties) {
    result.additionalProperties = strict(schema.additionalProperties, use);
  }
  return result;
}

function kindOf(name) {
  return name.slice(name.lastIndexOf('.') + 1);
}

function reference(name) {
  return { $ref: `#/$defs/${name}` };
}
