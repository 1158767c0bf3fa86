import { stringify } from 'yaml';

/**
 * YAML as cdk8s writes its own files: version 1.1, and unfolded, so that PromQL expressions can be searched for. Undefined
 * values are left out, and no anchors are used.
 */
export function toYaml(value: unknown): string {
  return stringify(value, {
    version: '1.1',
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // No document has directives: searching for them takes a tenth of the time.
    directives: false,
  });
}
