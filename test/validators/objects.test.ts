import { readdirSync, readFileSync } from 'node:fs';
import { describeWith, run, withFiles } from './tools.ts';

/** The objects of dist/ before the checks that clusters and reviewers make. */

const dist = Object.fromEntries(readdirSync('dist').map((file) => [file, readFileSync(`dist/${file}`, 'utf8')]));

/** The output with one file changed. */
function changed(
  file: string,
  change: (text: string) => string,
  files: Readonly<Record<string, string>> = dist,
): Record<string, string> {
  const before = files[file] ?? '';
  const after = change(before);
  expect(after).not.toBe(before);
  return { ...files, [file]: after };
}

describeWith('kubeconform', () => {
  const versions = readdirSync('test/schemas').map((file) => file.replace('.json', ''));
  const check = (version: string, files: Record<string, string> = dist) =>
    withFiles(files, (folder) =>
      run('kubeconform', ['-strict', '-summary', '-schema-location', `test/schemas/${version}.json`, folder]),
    );

  test('there are schemas from 1.28 to 1.36', () => {
    expect(versions.sort()).toEqual(['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36']);
  });

  test.each(versions)('every field is one of Kubernetes %s', (version) => {
    const { status, output } = check(version);
    expect(output).toContain('Invalid: 0, Errors: 0, Skipped: 0');
    expect(status).toBe(0);
  });

  test('an unknown field is found', () => {
    const { status, output } = check(
      '1.34',
      changed('40-dashboards.k8s.yaml', (text) => text.replace('enableServiceLinks', 'enableServiceLink')),
    );
    expect(output).toContain('enableServiceLink');
    expect(status).not.toBe(0);
  });
});

describeWith('pod-security', () => {
  interface PodVerdict {
    readonly namespace: string;
    readonly name: string;
    readonly level: string;
    readonly violations: readonly string[];
  }
  const check = (files: Record<string, string>, ...options: string[]): PodVerdict[] =>
    withFiles(files, (folder) => JSON.parse(run('pod-security', [...options, folder]).output));

  test('every pod keeps the level of its namespace', () => {
    const verdicts = check(dist);
    expect(verdicts).toHaveLength(8);
    expect(verdicts.flatMap(({ violations }) => violations)).toEqual([]);
    expect(
      verdicts
        .filter(({ level }) => level === 'restricted')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['alertmanager', 'flask-app', 'grafana', 'kube-state-metrics', 'loki', 'prometheus']);
  });

  test('what looks at the node breaks exactly these rules of the restricted level', () => {
    const violations = check(dist, '-level', 'restricted')
      .filter(({ namespace }) => namespace === 'monitoring-node')
      .map(({ name, violations }) => [name, violations.map((text) => text.split(' (')[0]).sort()]);
    expect(Object.fromEntries(violations)).toEqual(EXPECTED);
  });

  test('a container that keeps its capabilities is refused', () => {
    const verdicts = check(changed('40-dashboards.k8s.yaml', (text) => text.replace('- ALL', '- NET_RAW')));
    expect(verdicts.find(({ name }) => name === 'grafana')?.violations.join()).toContain('unrestricted capabilities');
  });
});

/** Why: constructs/alloy.ts and constructs/node-exporter.ts. */
const EXPECTED = {
  alloy: ['restricted volume types', 'runAsNonRoot != true', 'runAsUser=0'],
  'node-exporter': ['host namespaces', 'restricted volume types'],
};

/** What kube-score asks for and we do otherwise: reason -> the options that keep it silent. Each is needed. */
const IGNORED: Readonly<Record<string, readonly string[]>> = {
  'a CPU limit throttles, which hides trouble': ['--ignore-container-cpu-limit'],
  'pulling always would need a registry at every start; tags are pinned': [
    '--ignore-test',
    'container-image-pull-policy',
  ],
  'the uids are those that the images are made for': ['--ignore-test', 'container-security-context-user-group-id'],
  'a compose health check is one request, and some programs have one health page': [
    '--ignore-test',
    'pod-probes-identical',
  ],
  'what has a volume has one replica, and is recreated': [
    '--ignore-test',
    'deployment-replicas',
    '--ignore-test',
    'deployment-strategy',
  ],
};

describeWith('kube-score', () => {
  const reasons = Object.keys(IGNORED);
  const findings = (ignored: readonly string[], files: Record<string, string> = dist) =>
    withFiles(files, (folder) => {
      const names = Object.keys(files).map((file) => `${folder}/${file}`);
      const options = ignored.flatMap((reason) => IGNORED[reason] ?? []);
      const { output } = run('kube-score', ['score', '--output-format', 'ci', ...options, ...names]);
      expect(output).toContain('[OK]');
      return output.split('\n').filter((line) => /^\[(CRITICAL|WARNING)\]/.test(line));
    });

  test('finds nothing but what is ignored, for at most five reasons', () => {
    expect(findings(reasons)).toEqual([]);
    expect(reasons.length).toBeLessThanOrEqual(5);
  });

  test.each(reasons)('needed: %s', (reason) => {
    expect(findings(reasons.filter((other) => other !== reason))).not.toEqual([]);
  });

  test('finds a container without a memory limit', () => {
    const files = changed('50-applications.k8s.yaml', (text) => text.replace(/^ +memory: 512Mi\n/m, ''));
    expect(findings(reasons, files).join()).toContain('Memory limit is not set');
  });

  test('finds a pod that no network policy selects', () => {
    const files = changed('50-applications.k8s.yaml', (text) =>
      text
        .split(/^---$/m)
        .filter((document) => !document.includes('kind: NetworkPolicy'))
        .join('---'),
    );
    const closed = changed(
      '00-namespaces.k8s.yaml',
      (text) => text.replaceAll('kind: NetworkPolicy', 'kind: Nothing'),
      files,
    );
    expect(findings(reasons, closed).join()).toContain('flask-app');
  });
});
