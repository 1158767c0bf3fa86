import { dns, dnsPods, kubernetesApi } from '../../constructs/index.ts';
import { installation } from '../lib/render.ts';

const other = {
  name: 'monitoring',
  cluster: { name: 'c', dns: { namespace: 'names', label: ['dns', 'yes'] as const }, apiServerPorts: [16_443] },
};

test("the cluster's DNS, over both protocols", () => {
  expect(dns(installation)).toMatchObject({
    to: { namespace: 'kube-system', label: ['k8s-app', 'kube-dns'] },
    ports: [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ],
  });
  expect(dnsPods(other)).toEqual({ namespace: 'names', label: ['dns', 'yes'] });
});

test('the Kubernetes API, on the ports behind its Service', () => {
  expect(kubernetesApi(installation)).toMatchObject({ to: 'anywhere', ports: [{ port: 443 }, { port: 6443 }] });
  expect(kubernetesApi(other).ports).toEqual([{ port: 16_443 }]);
});
