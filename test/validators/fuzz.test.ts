import { App } from 'cdk8s';
import fc from 'fast-check';
import { model } from '../../constructs/index.ts';
import { RUNS, right } from '../fuzz/arbitraries.ts';
import { build } from '../fuzz/plan.ts';
import type { KubeObject } from '../lib/dist.ts';
import { withFiles } from '../lib/files.ts';
import { describeWith, run } from './tools.ts';

/** Random right installations before the programs that would read their config files. */

const SAMPLE = 50;

/** The files of some ConfigMaps, by installation. */
const installations = fc.sample(right, { ...RUNS, numRuns: SAMPLE }).map((plan) => {
  const app = new App();
  build(app, plan);
  const objects: readonly KubeObject[] = JSON.parse(JSON.stringify(model(app).objects.map(({ manifest }) => manifest)));
  const maps = objects.filter(({ kind }) => kind === 'ConfigMap').map(({ data }): Record<string, string> => data);
  return {
    prometheus: maps.find((data) => 'prometheus.yml' in data)?.['prometheus.yml'] ?? '',
    rules: maps.find((data) => 'watchdog.yml' in data) ?? {},
    loki: maps.find((data) => 'loki.yaml' in data)?.['loki.yaml'] ?? '',
  };
});

describeWith('promtool', () => {
  const check = (change: (config: string) => string) =>
    withFiles({ token: 't' }, (secrets) => {
      const files = installations.map(({ prometheus }, n) => [
        `${n}.yml`,
        change(prometheus)
          .replaceAll(/^rule_files:\n.*\n/gm, '')
          .replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', secrets)
          .replaceAll(/^ *ca_file: .*\n/gm, ''),
      ]);
      return withFiles(Object.fromEntries(files), (folder) =>
        run('promtool', ['check', 'config', ...files.map(([name]) => `${folder}/${name}`)]),
      );
    });

  test(`accepts ${SAMPLE} random configs`, () => {
    const { status, output } = check((config) => config);
    expect(output.match(/SUCCESS/g)).toHaveLength(SAMPLE);
    expect(status).toBe(0);
  });

  test('refuses them with an unknown field', () => {
    const { status, output } = check((config) => config.replace('sample_limit', 'sample_limits'));
    expect(output).toContain('field sample_limits not found');
    expect(status).not.toBe(0);
  });

  // Without its lint: applications record their promises under one name, and only their series differ.
  test(`accepts the rules of ${SAMPLE} random installations`, () => {
    const files = installations.flatMap(({ rules }, n) =>
      Object.entries(rules).map(([name, text]) => [`${n}-${name}`, text]),
    );
    const { status, output } = withFiles(Object.fromEntries(files), (folder) =>
      run('promtool', ['check', 'rules', '--lint=none', ...files.map(([name]) => `${folder}/${name}`)]),
    );
    expect(files.length).toBeGreaterThan(SAMPLE);
    expect(output).not.toContain('FAILED');
    expect(status).toBe(0);
  });
});

describeWith('loki', () => {
  test(`accepts ${SAMPLE} random configs`, () => {
    for (const { loki } of installations) {
      const verdict = withFiles({ 'loki.yaml': loki }, (root) =>
        run('loki', ['-verify-config', `-config.file=${root}/loki.yaml`]),
      );
      expect(verdict).toEqual({ status: 0, output: '' });
    }
  });
});
