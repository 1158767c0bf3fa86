import type { Model } from '../model.ts';

const ONLY_HERE = /https?:\/\/(localhost|127\.0\.0\.1)\b[^\s"]*/;

/** What works, but not as somebody who is woken by it would wish. */
export function warnings({ files, objects }: Model): string[] {
  if (!wakesSomebody(files)) return [];
  const links = objects
    .filter(({ manifest: { kind } }) => kind === 'Deployment' || kind === 'ConfigMap')
    .flatMap(({ path, manifest }) => linksIn(manifest).map((link) => `${path}: ${link}`));
  const [first] = links;
  if (first === undefined) return [];
  return [
    `critical alerts wake somebody, but their links lead to localhost (${first}); ` +
      "set 'urls' in main.ts to addresses that people can open",
  ];
}

/** Alertmanager's own address, and those of dashboards and runbooks on alerts. */
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
