import type { Model } from '../kit/model.ts';
import { objectView } from './object-view.ts';

const ONLY_HERE = /https?:\/\/(localhost|127\.0\.0\.1)\b[^\s"]*/;

/** Valid, but bad for those on call, or for a secret. */
export function warnings(model: Model): string[] {
  return [...linksOnlyHere(model), ...secretsInSight(model)];
}

function linksOnlyHere({ files, objects }: Model): string[] {
  if (!wakesSomebody(files)) return [];
  const links = objects
    .filter(({ ours }) => ours)
    .filter(({ manifest: { kind } }) => kind === 'Deployment' || kind === 'ConfigMap')
    .flatMap(({ path, manifest }) => linksIn(manifest).map((link) => `${path}: ${link}`));
  const [first] = links;
  if (first === undefined) return [];
  return [
    `critical alerts wake somebody, but their links lead to localhost (${first}); ` +
      "set 'urls' in main.ts to addresses that people can open",
  ];
}

/** Alertmanager's own address, and links to dashboards and runbooks on alerts. */
function linksIn(manifest: object): string[] {
  return [...JSON.stringify(manifest).matchAll(/--web\.external-url=[^"]+|(?:dashboard|runbook)_url: [^"\\]+/g)]
    .map(([text]) => text)
    .filter((text) => ONLY_HERE.test(text));
}

function wakesSomebody(files: Model['files']): boolean {
  return files
    .filter(({ key }) => key === 'alertmanager.yml')
    .flatMap(({ content }): object[] => Object(content).receivers ?? [])
    .some((receiver) => Object(receiver).name === 'critical' && Object.keys(receiver).length > 1);
}

/** Names of variables that hold secrets. Those that end in `_FILE` are only paths. */
const SECRET = /(PASS(WORD|WD|PHRASE)?|TOKEN|SECRET|(API|ACCESS|PRIVATE)_?KEY|CREDENTIALS?)$/i;

/** Variables of containers that look like secrets, and are in the output as plain text. Messages do not repeat their values. */
function secretsInSight(model: Model): string[] {
  return objectView(model).workloads.flatMap(({ path, pod: { containers, initContainers = [] } }) =>
    [...containers, ...initContainers].flatMap(({ env = [] }) =>
      env
        .filter(({ name, value }) => value && SECRET.test(name))
        .map(
          ({ name }) =>
            `${path}: the variable ${name} looks like a secret, and its value is in the output for all to read; ` +
            `keep it in a Secret: secrets: { ${name}: { secret: 'name', key: 'key' } }`,
        ),
    ),
  );
}
