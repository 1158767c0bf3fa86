/** The commands as a user runs them, against programs that only write down how they were called. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readObjects, workloads } from '../../ops/lib/objects.ts';
import { copyOfProject, type Programs, runCommand } from './fake-programs.ts';

const project = copyOfProject();
afterAll(() => rmSync(project, { recursive: true }));

const run = (command: string, args: readonly string[], programs: Programs) =>
  runCommand(project, command, args, programs);
const objects = readObjects('dist');

/** A cluster in which everything of dist/ runs. */
const ready = workloads(objects).map(({ kind, metadata, spec }) => ({
  kind,
  metadata: { ...metadata, generation: 1 },
  spec,
  status: {
    observedGeneration: 1,
    ...{ replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
    ...{ desiredNumberScheduled: 1, updatedNumberScheduled: 1, numberAvailable: 1 },
    ...(metadata.name === 'flask-app' && { replicas: 2, updatedReplicas: 2, availableReplicas: 2 }),
  },
}));

/** kubectl against a cluster with these workloads, and with pods and objects that are there before `up`. */
function cluster({ workloads = ready, pods = [], existing = [], events = [] }: Partial<Cluster> = {}): string {
  const answer = (items: readonly unknown[]) => `cat <<'END'\n${JSON.stringify({ items })}\nEND`;
  return [
    'case "$*" in',
    `*"get deployments,daemonsets"*) ${answer(workloads)}\n;;`,
    `*"get pods"*) ${answer(pods)}\n;;`,
    `*"get events"*) ${answer(events)}\n;;`,
    `*"get --ignore-not-found"*) ${answer(existing)}\n;;`,
    'esac',
  ].join('\n');
}

interface Cluster {
  readonly workloads: readonly unknown[];
  readonly pods: readonly unknown[];
  readonly existing: readonly unknown[];
  readonly events: readonly unknown[];
}

const machine = (kubectl: string): Programs => ({ docker: 'exit 0', kind: 'exit 0', kubectl });

describe('up', () => {
  test('on kind: cluster, image, objects, addresses', () => {
    const { code, stdout, calls } = run('up', [], machine(cluster()));
    expect(code).toBe(0);
    expect(calls.filter((call) => !/ get (pods|deploy|--ignore)/.test(call))).toEqual([
      'kind get clusters',
      'kind create cluster --name monitoring --config kind.yaml --wait 3m',
      'docker build --tag flask-time:1.0.0 examples/flask-app',
      'kind load docker-image flask-time:1.0.0 --name monitoring',
      'kubectl --context kind-monitoring apply -f dist',
    ]);
    expect(stdout).toContain('Grafana       http://localhost:3000');
    expect(stdout).toContain(
      'kubectl --context kind-monitoring exec -n monitoring deploy/grafana -c grafana -- cat /var/lib/grafana/admin-password',
    );
  });

  test('a kind cluster that is there is used', () => {
    const { calls } = run('up', [], { ...machine(cluster()), kind: 'echo monitoring' });
    expect(calls.filter((call) => call.startsWith('kind'))).toEqual([
      'kind get clusters',
      'kind load docker-image flask-time:1.0.0 --name monitoring',
    ]);
  });

  test('on another cluster only kubectl is needed', () => {
    const { code, calls } = run('up', ['--context', 'prod'], { kubectl: cluster() });
    expect(code).toBe(0);
    expect(calls.every((call) => call.startsWith('kubectl --context prod '))).toBe(true);
    expect(calls).toContain('kubectl --context prod apply -f dist');
  });

  test('another image is built and pushed, and an output of its own names it', () => {
    const before = readFileSync(join(project, 'dist/50-applications.k8s.yaml'), 'utf8');
    const folder = mkdtempSync(join(tmpdir(), 'applied-'));
    const { code, calls } = run('up', ['--context', 'prod', '--image', 'example.com/time:2'], {
      ...machine(`case "$*" in *"apply -f "*) shift 4; cat "$1"/50* > ${folder}/applied ;; esac\n${cluster()}`),
    });
    const applied = readFileSync(join(folder, 'applied'), 'utf8');
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    expect(calls.filter((call) => !call.startsWith('kubectl'))).toEqual([
      'docker build --tag example.com/time:2 examples/flask-app',
      'docker push example.com/time:2',
    ]);
    expect(applied).toContain('image: example.com/time:2');
    expect(readFileSync(join(project, 'dist/50-applications.k8s.yaml'), 'utf8')).toBe(before);
  });

  test('every missing program is named, with its link, before anything starts', () => {
    expect(run('up', [], {})).toMatchObject({
      code: 1,
      stderr: [
        'docker is missing: https://docs.docker.com/get-docker/',
        'kind is missing: https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
        'kubectl is missing: https://kubernetes.io/docs/tasks/tools/',
        '',
      ].join('\n'),
    });
  });

  test('what belongs to others is not touched: everything that is in the way is named, nothing applied', () => {
    const existing = [{ kind: 'Namespace', metadata: { name: 'monitoring', labels: { team: 'x' } } }];
    const holder = {
      metadata: { namespace: 'kube-system', name: 'other-exporter' },
      spec: { containers: [{ ports: [{ hostPort: 9100 }] }] },
    };
    const { code, stdout, stderr, calls } = run('up', ['--context', 'prod'], {
      kubectl: cluster({ existing, pods: [holder] }),
    });
    expect(code).toBe(1);
    const printed = stdout + stderr;
    expect(printed).toContain(
      "Namespace monitoring exists and is not of the installation 'monitoring' (no label app.kubernetes.io/part-of=monitoring); " +
        'remove it, or choose another name in main.ts',
    );
    expect(printed).toContain('pod kube-system/other-exporter holds port 9100 of its node, which node-exporter needs');
    expect(printed).not.toContain('    at ');
    expect(calls.join('\n')).not.toContain('apply');
  });

  test('what does not become ready is named, with the reason that the cluster gives', () => {
    const loki = ready.find(({ metadata }) => metadata.name === 'loki')!;
    const broken = { ...loki, status: { ...loki.status, availableReplicas: 0 } };
    const pod = {
      metadata: {
        name: 'loki-1',
        namespace: 'monitoring',
        labels: Reflect.get(Reflect.get(loki.spec, 'selector'), 'matchLabels'),
      },
      spec: { containers: [] },
      status: {
        containerStatuses: [
          {
            name: 'loki',
            state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
            lastState: { terminated: { exitCode: 1, message: 'starting\nfield x not found\n' } },
          },
        ],
      },
    };
    const { code, stdout, stderr } = run('up', ['--context', 'prod', '--wait', '1'], {
      kubectl: cluster({ workloads: [...ready.filter((one) => one !== loki), broken], pods: [pod] }),
    });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain(
      [
        'not ready after 1 s:',
        'Deployment monitoring/loki: 0 of 1 pods are ready',
        '  loki: CrashLoopBackOff: back-off 40s',
        '  loki: ended with exit code 1: field x not found',
      ].join('\n'),
    );
  });

  test('when a program fails, what it printed is shown', () => {
    const { code, stdout, stderr } = run('up', [], {
      ...machine(cluster()),
      docker: 'echo no space left >&2; exit 3',
    });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('no space left');
    expect(stdout + stderr).toContain('exit code 3');
  });
});

describe('down', () => {
  test('keeps the volumes, and the namespaces that hold them', () => {
    const { code, stdout, calls, input } = run('down', [], machine('exit 0'));
    expect(code).toBe(0);
    expect(calls).toEqual([
      'kubectl --context kind-monitoring get --ignore-not-found -f - -o json',
      'kubectl --context kind-monitoring delete --ignore-not-found -f -',
    ]);
    const removed = JSON.parse(input).items.map(
      ({ kind, metadata }: (typeof objects)[number]) => `${kind} ${metadata.name}`,
    );
    expect(removed).toHaveLength(objects.length - 5);
    expect(removed).not.toContain('Namespace monitoring');
    expect(removed).not.toContain('PersistentVolumeClaim loki');
    expect(removed).toContain('Namespace flask-app');
    expect(stdout).toContain('volumes are kept; npm run down -- --delete-data removes them too');
    expect(stdout).toContain('the folder /var/lib/monitoring-alloy stays on each node');
  });

  test('with --delete-data on kind the cluster goes', () => {
    const { calls, stdout } = run('down', ['--delete-data'], machine('exit 0'));
    expect(calls).toEqual(['kind delete cluster --name monitoring']);
    expect(stdout).toContain('everything is gone');
  });

  test('with --delete-data on another cluster every object goes', () => {
    const { calls, input } = run('down', ['--context', 'prod', '--delete-data'], machine('exit 0'));
    expect(calls.at(-1)).toBe('kubectl --context prod delete --ignore-not-found -f -');
    expect(JSON.parse(input).items).toHaveLength(objects.length);
  });

  test('what belongs to others is not removed, nor anything else', () => {
    const existing = [{ kind: 'Namespace', metadata: { name: 'monitoring', labels: { team: 'x' } } }];
    const { code, stderr, calls } = run('down', ['--context', 'prod', '--delete-data'], machine(cluster({ existing })));
    expect(code).toBe(1);
    expect(stderr).toBe(
      "Namespace monitoring exists and is not of the installation 'monitoring' (no label app.kubernetes.io/part-of=monitoring); " +
        'remove it, or choose another name in main.ts\nnothing is removed\n',
    );
    expect(calls.join('\n')).not.toContain(' delete ');
  });

  test('when something could not be removed, it says so', () => {
    const { code, stderr, stdout } = run(
      'down',
      [],
      machine('case "$*" in *delete*) echo forbidden >&2; exit 1 ;; esac'),
    );
    expect(code).toBe(1);
    expect(stderr).toBe('forbidden\nkubectl failed, as it says above; not everything is removed\n');
    expect(stdout).toBe('');
  });
});

describe('options', () => {
  test.each([
    [
      'up',
      ['--kontext=x'],
      "unknown option '--kontext'; allowed is npm run up -- [--context NAME] [--image IMAGE] [--wait N]",
    ],
    [
      'down',
      ['--delete-data=yes'],
      "'--delete-data' takes no value, not 'yes'; allowed is npm run down -- [--context NAME] [--delete-data]",
    ],
    ['open', ['--context'], "'--context' needs a value: --context NAME; allowed is npm run open -- [--context NAME]"],
    ['bench', ['--runs', '0'], "'--runs' (0) must be a whole number of at least 1; for example 9"],
    ['synth', ['main.ts'], "unexpected 'main.ts'; allowed is npm run synth -- [--app FILE] [--out FOLDER] [--json]"],
  ])('%s %j', (command, args, message) => {
    expect(run(command, args, {})).toMatchObject({ code: 1, stderr: `${message}\n`, calls: [] });
  });
});
