import { Yaml } from 'cdk8s';

/** YAML as cdk8s writes its own files: without folding, because a folded PromQL expression can't be searched for. */
export function toYaml(value: unknown): string {
  // By way of JSON, which leaves out what is undefined and writes twice what is used twice.
  return Yaml.stringify(JSON.parse(JSON.stringify(value)));
}
