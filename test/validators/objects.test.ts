import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { podTemplates, readFiles, readObjects } from '../lib/dist.ts';
import { withFiles } from '../lib/files.ts';
import { output } from '../lib/fixture.ts';
import { checkObjects } from './config-checks.ts';
import { describeWith, run } from './tools.ts';

/** The objects of the fixture before the checks that clusters and reviewers make. */

const files = readFiles(output());

/** The supported releases of Kubernetes. */
const VERSIONS = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

/** The output with one file changed. */
function changed(
  file: string,
  change: (text: string) => string,
  from: Readonly<Record<string, string>> = files,
): Record<string, string> {
  const before = from[file] ?? '';
  const after = change(before);
  expect(after).not.toBe(before);
  return { ...from, [file]: after };
}

describeWith('kubeconform', () => {
  test('there are schemas from 1.28 to 1.36', () => {
    expect(readdirSync('test/schemas').sort()).toEqual(VERSIONS.map((version) => `${version}.json`));
  });

  test.each(VERSIONS)('every field is one of Kubernetes %s', (version) => {
    const { status, output } = checkObjects(version, files);
    expect(output).toContain(`Valid: ${readObjects().length}, Invalid: 0, Errors: 0, Skipped: 0`);
    expect(status).toBe(0);
  });

  test('a field is refused where it did not exist yet', () => {
    const newer = changed('50-applications.k8s.yaml', (text) =>
      text.replace(/(kind: Service\n(?:.*\n)*?spec:\n)/, '$1  trafficDistribution: PreferClose\n'),
    );
    expect(checkObjects('1.28', newer).output).toContain("additional properties 'trafficDistribution' not allowed");
    expect(checkObjects('1.36', newer).status).toBe(0);
  });

  test('an unknown field is found', () => {
    const { status, output } = checkObjects(
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
  const check = (some: Record<string, string>, ...options: string[]): PodVerdict[] =>
    withFiles(some, (folder) => JSON.parse(run('pod-security', [...options, folder]).output));

  test.each(VERSIONS)('every pod keeps the level of its namespace, by the policy of Kubernetes %s', (version) => {
    const verdicts = check(files, '-version', `v${version}`);
    expect(verdicts).toHaveLength(podTemplates(readObjects()).length);
    expect(verdicts.flatMap(({ violations }) => violations)).toEqual([]);
    expect(
      verdicts
        .filter(({ level }) => level === 'restricted')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['alertmanager', 'flask-app', 'grafana', 'kube-state-metrics', 'loki', 'prometheus']);
  });

  test('what looks at the node breaks the rules of the restricted level for which there is a reason, and no other', () => {
    const violations = check(files, '-level', 'restricted')
      .filter(({ namespace }) => namespace === 'monitoring-node')
      .map(({ name, violations }) => [name, violations.map((text) => text.split(' (')[0]).sort()]);
    const expected = Object.entries(NODE_PODS).map(([name, reasons]) => [name, Object.keys(reasons).sort()]);
    expect(Object.fromEntries(violations)).toEqual(Object.fromEntries(expected));
  });

  test('a container that keeps its capabilities is refused', () => {
    const verdicts = check(changed('40-dashboards.k8s.yaml', (text) => text.replace('- ALL', '- NET_RAW')));
    expect(verdicts.find(({ name }) => name === 'grafana')?.violations.join()).toContain('unrestricted capabilities');
  });
});

/** What the pods of monitoring-node may do that others may not, and why. */
const NODE_PODS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  alloy: {
    'restricted volume types': 'log files and the positions in them are on the node',
    'runAsNonRoot != true': 'the log files belong to root',
    'runAsUser=0': 'the log files belong to root',
  },
  'node-exporter': {
    'host namespaces': 'network devices and processes are those of the node',
    'restricted volume types': 'file systems and /sys are those of the node',
  },
};

interface Ignored {
  readonly because: string;
  /** Options of kube-score, one for each check that is silenced. @default - it does not ask for it. */
  readonly options: readonly string[];
  /** The same of checkov: id of the check -> the objects, where it is not all workloads. @default - none. */
  readonly checkov?: Readonly<Record<string, readonly string[]>>;
}

/** What scanners ask for and is done otherwise here. */
const IGNORED: readonly Ignored[] = [
  {
    because: 'a CPU limit throttles, which hides trouble',
    options: ['--ignore-container-cpu-limit'],
    checkov: { CKV_K8S_11: [] },
  },
  {
    because: 'pulling always would need a registry at every start; tags are pinned',
    options: ['--ignore-test=container-image-pull-policy'],
    checkov: { CKV_K8S_15: [] },
  },
  {
    because: 'the uids are those that the images are made for',
    options: ['--ignore-test=container-security-context-user-group-id'],
    checkov: { CKV_K8S_40: ['alloy', 'grafana'] },
  },
  {
    because: 'a compose health check is one request, and some programs have one health page',
    options: ['--ignore-test=pod-probes-identical'],
  },
  {
    because: 'what has a volume has one replica, and is recreated',
    options: ['--ignore-test=deployment-replicas', '--ignore-test=deployment-strategy'],
  },
  {
    because: 'digests come from the registries: npm run images -- --pin writes them where these can be reached',
    options: [],
    checkov: { CKV_K8S_43: [] },
  },
  {
    because: 'the log files and the devices of a node are those of root and of the host',
    options: [],
    checkov: { CKV_K8S_17: ['node-exporter'], CKV_K8S_19: ['node-exporter'], CKV_K8S_23: ['alloy'] },
  },
  {
    because: 'they find pods by the Kubernetes API, and may read nothing else there',
    options: [],
    checkov: { CKV_K8S_38: ['alloy', 'kube-state-metrics', 'prometheus'] },
  },
  {
    because:
      'the API server is found by its Service, which is in that namespace: a Role there is less than a ClusterRole',
    options: [],
    checkov: { CKV_K8S_21: ['monitoring-prometheus-api-servers', 'monitoring-prometheus-api-servers'] },
  },
];

describeWith('kube-score', () => {
  const ignored = IGNORED.flatMap(({ options }) => options);
  const findings = (options: readonly string[], some: Record<string, string> = files) =>
    withFiles(some, (folder) => {
      const names = Object.keys(some).map((file) => `${folder}/${file}`);
      const { output } = run('kube-score', ['score', '--output-format', 'ci', ...options, ...names]);
      expect(output).toContain('[OK]');
      return output.split('\n').filter((line) => /^\[(CRITICAL|WARNING)\]/.test(line));
    });

  test('finds nothing but what is ignored, for at most nine reasons', () => {
    expect(findings(ignored)).toEqual([]);
    expect(IGNORED.length).toBeLessThanOrEqual(9);
  });

  test.each(ignored)('needed: %s', (option) => {
    expect(findings(ignored.filter((other) => other !== option))).not.toEqual([]);
  });

  test('finds a container without a memory limit', () => {
    const unlimited = changed('50-applications.k8s.yaml', (text) => text.replace(/^ +memory: 512Mi\n/m, ''));
    expect(findings(ignored, unlimited).join()).toContain('Memory limit is not set');
  });

  test('finds a pod that no network policy selects', () => {
    const open = changed('50-applications.k8s.yaml', (text) =>
      text
        .split(/^---$/m)
        .filter((document) => !document.includes('kind: NetworkPolicy'))
        .join('---'),
    );
    const closed = changed(
      '00-namespaces.k8s.yaml',
      (text) => text.replaceAll('kind: NetworkPolicy', 'kind: Nothing'),
      open,
    );
    expect(findings(ignored, closed)).toContain(
      '[CRITICAL] flask-app/flask-app apps/v1/Deployment: The pod does not have a matching NetworkPolicy',
    );
  });
});

/** Of PyPI, in the version of which these are the findings: `pip install checkov==3.3.30` takes minutes, so .ci/run does without. */
const { CHECKOV } = process.env;

(CHECKOV ? describe : describe.skip)('checkov', () => {
  test('finds nothing but what is ignored', () => {
    const options = ['--framework', 'kubernetes', '--compact', '--quiet', '--soft-fail', '--output', 'json'];
    const found = withFiles(files, (folder) => {
      const output = execFileSync(CHECKOV ?? '', ['--directory', folder, ...options], {
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
      const { failed_checks }: { failed_checks: { check_id: string; resource: string }[] } = JSON.parse(output).results;
      return failed_checks.map(({ check_id, resource }) => `${check_id} ${resource.split('.').at(-1)}`);
    });
    const all = podTemplates(readObjects()).map(({ name }) => name);
    const expected = IGNORED.flatMap(({ checkov = {} }) => Object.entries(checkov)).flatMap(([id, names]) =>
      (names.length > 0 ? names : all).map((name) => `${id} ${name}`),
    );
    expect(found.sort()).toEqual(expected.sort());
  });
});
