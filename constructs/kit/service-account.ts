import type { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import type { Pods } from './endpoint.ts';
import { kubernetesApi } from './installation.ts';
import { labelsOf, metadataOf } from './labels.ts';
import { lazy } from './lazy.ts';
import { Wiring } from './wiring.ts';
import type { WorkloadSettings } from './workload-settings.ts';

/** The ServiceAccount of some pods, with the permissions that they need for the Kubernetes API. */
export function serviceAccount(scope: Construct, settings: WorkloadSettings, pods: Pods): void {
  const { api, permissions, installation, identity } = settings;
  new k8s.KubeServiceAccount(scope, 'service-account', {
    metadata: metadataOf(identity),
    automountServiceAccountToken: false,
  });
  Wiring.of(scope).addPermissions(scope, permissions ?? (() => [...(api ?? [])]));
  if (!api) return;
  const clusterMetadata = { name: `${installation.name}-${identity.name}`, labels: labelsOf(identity) };
  new k8s.KubeClusterRole(scope, 'cluster-role', { metadata: clusterMetadata, rules: lazy(() => [...api]) });
  new k8s.KubeClusterRoleBinding(scope, 'cluster-role-binding', {
    metadata: clusterMetadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterMetadata.name },
    subjects: [{ kind: 'ServiceAccount', name: identity.name, namespace: identity.namespace }],
  });
  Wiring.of(scope).connect(pods, kubernetesApi(installation), 'asks the Kubernetes API');
}
