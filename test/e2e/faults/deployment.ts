import { kubectl } from '../lib/kubectl.ts';

/** What one container of a Deployment runs, and with what. */
export interface Program {
  readonly image: string;
  readonly command: readonly string[];
  /** Kubernetes' own words: `{ limits: { memory: '32Mi' } }`. @default - nothing is asked for. */
  readonly resources?: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
  /** Size of a folder in memory at `/data`. @default - a folder on the node's disk. */
  readonly memoryFolder?: string;
  /** Labels of its pods, beside their own. @default - only their own. */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none. */
  readonly port?: number;
}

/** Makes a Deployment of one pod that may run in a restricted namespace. */
export async function deploy(namespace: string, name: string, program: Program): Promise<void> {
  const { image, command, resources, memoryFolder, labels, port } = program;
  const own = { 'e2e-fault': name };
  const container = {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command,
    resources,
    ports: port ? [{ name: 'http', containerPort: port }] : [],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  const template = {
    metadata: { labels: { 'app.kubernetes.io/name': name, ...labels, ...own } },
    spec: {
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      securityContext: { runAsUser: 65_534, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container],
      volumes: [{ name: 'data', emptyDir: memoryFolder ? { medium: 'Memory', sizeLimit: memoryFolder } : {} }],
    },
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas: 1, selector: { matchLabels: own }, template },
  };
  await kubectl(['apply', '-f', '-'], JSON.stringify(deployment));
}

/** Deletes it and waits until its pods are gone. */
export async function undeploy(namespace: string, name: string): Promise<void> {
  await kubectl(['delete', 'deployment', name, '-n', namespace, '--cascade=foreground', '--timeout=60s']);
}
