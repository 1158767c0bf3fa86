import { readdirSync, readFileSync } from 'node:fs';
import { describeWith, run, withFiles } from './tools.ts';

/** The objects of dist/ before the checks that clusters and reviewers make. */

const dist = Object.fromEntries(readdirSync('dist').map((file) => [file, readFileSync(`dist/${file}`, 'utf8')]));

const with50 = (change: (text: string) => string) => ({
  ...dist,
  '40-dashboards.k8s.yaml': change(dist['40-dashboards.k8s.yaml'] ?? ''),
});

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
      with50((text) => text.replace('enableServiceLinks', 'enableServiceLink')),
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
    const verdicts = check(with50((text) => text.replace('- ALL', '- NET_RAW')));
    expect(verdicts.find(({ name }) => name === 'grafana')?.violations.join()).toContain('unrestricted capabilities');
  });
});

/** Why: constructs/alloy.ts and constructs/node-exporter.ts. */
const EXPECTED = {
  alloy: ['restricted volume types', 'runAsNonRoot != true', 'runAsUser=0'],
  'node-exporter': ['host namespaces', 'restricted volume types'],
};

/** What kube-score asks for and we do otherwise. Each is needed: the test sees it reported. */
const IGNORED = {
  'container-image-pull-policy': 'Always would need a registry at every start; tags are pinned',
  'container-resources': 'a CPU limit throttles, which hides trouble',
  'container-security-context-user-group-id': 'the uids are those that the images are made for',
  'pod-probes-identical':
    'the sample mirrors its compose health check, which is one request; Grafana and the exporters have one health page',
  'deployment-strategy': 'what has a volume is recreated: two pods can not hold it',
} as const;

describeWith('kube-score', () => {
  const findings = (ignored: readonly string[], files: Record<string, string> = dist) =>
    withFiles(files, (folder) => {
      const names = Object.keys(files).map((file) => `${folder}/${file}`);
      const options = ignored.flatMap((check) => ['--ignore-test', check]);
      const { output } = run('kube-score', ['score', '--output-format', 'ci', ...options, ...names]);
      return output.split('\n').filter((line) => /^\[(CRITICAL|WARNING)\]/.test(line));
    });

  test('finds nothing but what is ignored with a reason', () => {
    expect(findings(Object.keys(IGNORED))).toEqual([]);
  });

  test.each(Object.keys(IGNORED))('ignoring %s is needed', (check) => {
    expect(findings(Object.keys(IGNORED).filter((other) => other !== check))).not.toEqual([]);
  });

  test('finds a pod that no network policy selects', () => {
    const files = {
      ...dist,
      '50-applications.k8s.yaml':
        dist['50-applications.k8s.yaml']
          ?.split('---')
          .filter((text) => !text.includes('kind: NetworkPolicy'))
          .join('---') ?? '',
    };
    files['00-namespaces.k8s.yaml'] = '';
    expect(findings(Object.keys(IGNORED), files).join()).toContain('flask-app');
  });
});
