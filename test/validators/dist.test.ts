import { readFiles, readObjects } from '../lib/dist.ts';
import { checkAlertmanager, checkLoki, checkObjects, checkPrometheus } from './config-checks.ts';
import { describeWith } from './tools.ts';

/**
 * A user's dist/, as it is here, before the programs that read it. What is true of the default installation only is tested
 * on the fixture.
 */

const maps: Readonly<Record<string, Record<string, string>>> = Object.fromEntries(
  readObjects('dist')
    .filter(({ kind }) => kind === 'ConfigMap')
    .map(({ metadata: { namespace, name }, data }) => [`${namespace}/${name}`, data ?? {}]),
);

/** Each config file of a name, with its ConfigMap. There is none where a user leaves its chart out. */
const configs = (file: string) =>
  Object.entries(maps).flatMap(([map, { [file]: text }]) => (map.endsWith('-config') && text ? [{ map, text }] : []));

const ACCEPTED = { status: 0 };

describeWith('kubeconform', () => {
  // The kinds of others' custom resources have no schema here.
  test.each(['1.28', '1.36'])('accepts its objects by Kubernetes %s', (version) => {
    expect(checkObjects(version, readFiles('dist'), ['-ignore-missing-schemas'])).toMatchObject(ACCEPTED);
  });
});

describeWith('promtool', () => {
  test('accepts prometheus.yml and its rules', () => {
    for (const { map, text } of configs('prometheus.yml')) {
      expect(checkPrometheus(text, maps[map.replace(/config$/, 'rules')] ?? {})).toMatchObject(ACCEPTED);
    }
  });
});

describeWith('amtool', () => {
  test('accepts alertmanager.yml', () => {
    for (const { text } of configs('alertmanager.yml')) expect(checkAlertmanager(text)).toMatchObject(ACCEPTED);
  });
});

describeWith('loki', () => {
  test('accepts loki.yaml', () => {
    for (const { text } of configs('loki.yaml')) expect(checkLoki(text)).toMatchObject(ACCEPTED);
  });
});
