/** The commands as a user runs them, against programs that only write down how they were called. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOf, readObjects, workloads } from '../../ops/lib/objects.ts';
import { mainText, output } from '../lib/fixture.ts';
import { copyOfProject, type Programs, runCommand } from './fake-programs.ts';

const project = copyOfProject();
afterAll(() => rmSync(project, { recursive: true }));

/** Without the note on what stays open in this main.ts, which names no addresses of nodes. */
function run(command: string, args: readonly string[], programs: Programs, env = {}) {
  const ran = runCommand(project, command, args, programs, env);
  return { ...ran, stderr: ran.stderr.replace(/^note: .* may connect to any address .*\n\n?/m, '') };
}

/** The same with another main.ts, and dist/ as it was afterwards. */
function runWith(main: string, ...[command, args, programs]: Parameters<typeof run>) {
  const file = join(project, 'main.ts');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, main);
  try {
    const ran = run(command, args, programs);
    return { ...ran, applications: written() };
  } finally {
    writeFileSync(file, before);
    cpSync(output(), join(project, 'dist'), { recursive: true });
  }
}

/** The same where nothing was built yet. */
function runWithoutDist(...[command, args, programs]: Parameters<typeof run>) {
  rmSync(join(project, 'dist'), { recursive: true });
  try {
    return run(command, args, programs);
  } finally {
    cpSync(output(), join(project, 'dist'), { recursive: true });
  }
}

const written = () => readFileSync(join(project, 'dist/50-applications.k8s.yaml'), 'utf8');
const MAIN = mainText();
const FROM_ENVIRONMENT = "process.env.FLASK_IMAGE ?? 'flask-time:1.0.0'";
const objects = readObjects(output());

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
    const before = written();
    const folder = mkdtempSync(join(tmpdir(), 'applied-'));
    const kubectl = `case "$*" in *"apply -f "*) shift 4; cat "$1"/50* > ${folder}/applied ;; esac\n${cluster()}`;
    const args = ['--context', 'prod', '--image', 'example.com/time:2'];
    const { code, calls } = run('up', args, machine(kubectl), { TMPDIR: folder });
    const applied = readFileSync(join(folder, 'applied'), 'utf8');
    expect(readdirSync(folder)).toEqual(['applied']);
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    expect(calls.filter((call) => !call.startsWith('kubectl'))).toEqual([
      'docker build --tag example.com/time:2 examples/flask-app',
      'docker push example.com/time:2',
    ]);
    expect(applied).toContain('image: example.com/time:2');
    expect(written()).toBe(before);
  });

  test.each([
    ['where FLASK_IMAGE may say another', "process.env.FLASK_IMAGE ?? 'flask-time:1.1.0'"],
    ['that nothing else says', "'flask-time:1.1.0'"],
  ])('the image of main.ts, %s, is what is built, loaded and written', (_, image) => {
    const { calls, applications } = runWith(MAIN.replace(FROM_ENVIRONMENT, image), 'up', [], machine(cluster()));
    expect(calls).toContain('docker build --tag flask-time:1.1.0 examples/flask-app');
    expect(calls).toContain('kind load docker-image flask-time:1.1.0 --name monitoring');
    expect(applications).toContain('image: flask-time:1.1.0');
  });

  test.each([
    [
      'that main.ts does not take',
      MAIN.replace(FROM_ENVIRONMENT, "'flask-time:1.1.0'"),
      "'--image' (example.com/time:2) does not reach main.ts, which says 'flask-time:1.1.0'; write there " +
        "image: process.env.FLASK_IMAGE ?? 'flask-time:1.1.0', or leave '--image' out\n",
    ],
    [
      'without the sample',
      MAIN.replaceAll("'flask-app'", "'shop'"),
      "'--image' (example.com/time:2) is for the sample, and main.ts has no application 'flask-app'; leave '--image' out\n",
    ],
  ])('another image %s is refused before anything is done', (_, main, stderr) => {
    const { code, calls, ...ran } = runWith(main, 'up', ['--image', 'example.com/time:2'], machine(cluster()));
    expect({ code, calls, stderr: ran.stderr }).toEqual({ code: 1, calls: [], stderr });
  });

  test('without the sample no image is built', () => {
    const { code, calls } = runWith(MAIN.replaceAll("'flask-app'", "'shop'"), 'up', [], {
      kind: 'echo monitoring',
      kubectl: cluster({ workloads: JSON.parse(JSON.stringify(ready).replaceAll('"flask-app"', '"shop"')) }),
    });
    expect(code).toBe(0);
    expect(calls.filter((call) => !call.startsWith('kubectl'))).toEqual(['kind get clusters']);
  });

  test('what main.ts contradicts is said, and nothing is started', () => {
    const main = MAIN.replace("nodeNamespace: 'monitoring-node'", "nodeNamespace: 'No'");
    const { code, calls, stderr } = runWith(main, 'up', [], machine(cluster()));
    expect({ code, calls }).toEqual({ code: 1, calls: [] });
    expect(stderr).toContain(`'namespace' ("No") must be a DNS-1123 label`);
    expect(stderr).toMatch(/\nnothing is applied\n$/);
    expect(stderr).not.toContain('    at ');
  });

  test('the first build needs no dist/', () => {
    const { code, calls } = runWithoutDist('up', ['--context', 'prod'], { kubectl: cluster() });
    expect(code).toBe(0);
    expect(calls).toContain('kubectl --context prod apply -f dist');
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

  test("objects that a user put into dist/ are applied again, though they are not the installation's", () => {
    const own = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'monitoring', name: 'own' } };
    const file = join(project, 'dist/00-own.yaml');
    writeFileSync(file, JSON.stringify(own));
    const { code, stderr, input, calls } = run('up', ['--context', 'prod'], { kubectl: cluster() });
    rmSync(file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(calls).toContain('kubectl --context prod apply -f dist');
    // What exists under names of ours is asked, and must be ours.
    expect(input).toContain('"loki"');
    expect(input).not.toContain('"own"');
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
  test('keeps the volumes, and the namespaces with what others put there', () => {
    const { code, stdout, calls, input } = run('down', [], machine('exit 0'));
    expect(code).toBe(0);
    expect(calls).toEqual([
      'kubectl --context kind-monitoring get --ignore-not-found -f - -o json',
      'kubectl --context kind-monitoring delete --ignore-not-found -f -',
    ]);
    const removed: string[] = JSON.parse(input).items.map(nameOf);
    expect(removed).toEqual(objects.map(nameOf).filter((name) => !/^(Namespace|PersistentVolumeClaim) /.test(name)));
    expect(removed).toContain('Deployment flask-app/flask-app');
    expect(stdout).toContain(
      'volumes stay, and the namespaces monitoring, flask-app, monitoring-node with what else is in them; ' +
        'npm run down -- --delete-data removes the whole cluster\n',
    );
    expect(stdout).toContain('the folder /var/lib/monitoring-alloy stays on each node');
  });

  test('on another cluster it says how the rest goes there', () => {
    expect(run('down', ['--context', 'prod'], machine('exit 0')).stdout).toContain(
      'npm run down -- --context prod --delete-data removes them too, with everything in them\n',
    );
  });

  test('with --delete-data on kind the cluster goes', () => {
    const { calls, stdout } = runWithoutDist('down', ['--delete-data'], machine('exit 0'));
    expect(calls).toEqual(['kind delete cluster --name monitoring']);
    expect(stdout).toContain('everything is gone');
  });

  test('with --delete-data on another cluster every object goes, after it is said which namespaces go with theirs', () => {
    const kubectl = 'case "$*" in *delete*) echo deleting ;; esac';
    const { calls, input, stdout } = run('down', ['--context', 'prod', '--delete-data'], machine(kubectl));
    expect(stdout).toMatch(
      /^the namespaces monitoring, flask-app, monitoring-node go with everything in them, whoever made it\ndeleting\n/,
    );
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

test.each(['open', 'down'])('%s without dist/ is refused, with what writes it', (command) => {
  expect(runWithoutDist(command, [], machine(cluster()))).toMatchObject({
    code: 1,
    stderr: 'dist/ is missing or empty; npm run synth writes it\n',
    calls: [],
  });
});

describe('options', () => {
  test.each([
    ['down', { npm_config_context: 'prod', npm_config_delete_data: 'true' }, '--context prod --delete-data'],
    ['up', { npm_config_context: 'true', npm_config_image: 'a:1' }, '--context NAME --image a:1'],
    ['explain', { npm_config_json: 'true' }, 'NAME --json'],
  ])('of %s that npm took for its own are refused: %j', (command, env, options) => {
    const stderr = `npm took for itself what stands before '--'; write npm run ${command} -- ${options}\n`;
    expect(run(command, [], machine(cluster()), env)).toMatchObject({ code: 1, stderr, calls: [] });
  });

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
