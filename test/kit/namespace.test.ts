import { Namespace } from '../../constructs/index.ts';
import type { NamespaceProps } from '../../constructs/kit/namespace.ts';
import { type PropCases, testProps } from '../lib/props.ts';
import { installation, invalid, render } from '../lib/render.ts';

const build = (props: Partial<NamespaceProps> = {}) =>
  render((chart) => new Namespace(chart, 'team', { installation, name: 'team', ...props }));

const cases: PropCases<NamespaceProps> = {
  installation: {
    set: { name: 'zebra', cluster: { name: 'c' } },
    look: (rendered) => rendered.find('Namespace', 'team').metadata.labels?.['app.kubernetes.io/part-of'],
    see: 'zebra',
  },
  name: {
    set: 'other',
    look: (rendered) => rendered.find('NetworkPolicy', 'deny-all').metadata.namespace,
    see: 'other',
  },
  podSecurity: {
    set: 'baseline',
    look: (rendered) => rendered.find('Namespace', 'team').metadata.labels?.['pod-security.kubernetes.io/enforce'],
    see: 'baseline',
  },
};

testProps(cases, build);

test('it enforces, warns and audits the restricted level', () => {
  expect(build().find('Namespace', 'team').metadata.labels).toEqual({
    'app.kubernetes.io/name': 'team',
    'app.kubernetes.io/instance': 'team',
    'app.kubernetes.io/component': 'namespace',
    'app.kubernetes.io/part-of': 'monitoring',
    'app.kubernetes.io/managed-by': 'cdk8s',
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/audit': 'restricted',
  });
});

test('it is closed both ways', () => {
  expect(build().find('NetworkPolicy', 'deny-all').spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
  });
});

test('a name that Kubernetes would refuse', () => {
  expect(() => build({ name: 'My Team' })).toThrow(
    invalid(
      'test/team',
      "'name' (\"My Team\") must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, " +
        'starting and ending with a letter or digit; for example "my-team"',
    ),
  );
});

test.each(['kube-system', 'kube-public', 'kube-node-lease', 'default', 'names'])(
  'a namespace that must stay open: %s',
  (name) => {
    const cluster = { name: 'test', dns: { namespace: 'names' } };
    expect(() => build({ installation: { ...installation, cluster }, name })).toThrow(
      invalid(
        'test/team',
        `'name' ("${name}") must not be a namespace of Kubernetes itself or of the cluster's DNS: a policy would cut ` +
          'off its pods, such as DNS for the whole cluster; leave it out, it exists already',
      ),
    );
  },
);
