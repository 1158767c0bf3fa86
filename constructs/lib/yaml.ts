import { stringify } from 'yaml';

/** YAML without folding: a folded PromQL expression can't be searched for. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
