import { stringify } from 'yaml';

/**
 * YAML as cdk8s writes its own files: version 1.1, and without folding, because a folded PromQL expression can't be
 * searched for. What is undefined is left out, and what is used twice is written twice.
 */
export function toYaml(value: unknown): string {
  return stringify(value, {
    version: '1.1',
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // No document has any: the search for them takes a tenth of the time.
    directives: false,
  });
}
