import { byCause, report } from '../../constructs/checks/finding.ts';
import { Contradictions, type Finding } from '../../constructs/index.ts';

const finding = (path: string, at: string, value: string): Finding => ({
  check: 'port-open',
  path,
  at,
  value,
  why: 'it is closed',
  remedy: 'open it',
});

test('one contradiction', () => {
  expect(report([finding('30-logs/loki', 'Service loki', 'port 1')])).toBe(
    `1 contradiction; docs/checks.md explains each check

30-logs.k8s.yaml
  Service loki (30-logs/loki)
    - port 1: it is closed; open it [port-open]`,
  );
});

test('several, by file and then by place', () => {
  const found = [
    finding('30-logs/loki', 'Service loki', 'port 1'),
    finding('10-alerts/alertmanager', 'Service alertmanager', 'port 2'),
    finding('30-logs/loki', 'Service loki', 'port 3'),
  ];
  expect(report(found)).toBe(
    `3 contradictions; docs/checks.md explains each check

10-alerts.k8s.yaml
  Service alertmanager (10-alerts/alertmanager)
    - port 2: it is closed; open it [port-open]

30-logs.k8s.yaml
  Service loki (30-logs/loki)
    - port 1: it is closed; open it [port-open]
    - port 3: it is closed; open it [port-open]`,
  );
});

test('places with one cause are told together: three of them, and how many more', () => {
  const places = ['a', 'b', 'c', 'd', 'e'].map((at) => finding('30-logs/loki', at, 'port 1'));
  const others = [finding('10-alerts/alertmanager', 'a', 'port 2'), finding('30-logs/loki', 'f', 'port 2')];
  expect(report(byCause([...places, ...others]))).toBe(
    `2 contradictions; docs/checks.md explains each check

10-alerts.k8s.yaml
  a (10-alerts/alertmanager)
  f (30-logs/loki)
    - port 2: it is closed; open it [port-open]

30-logs.k8s.yaml
  a (30-logs/loki)
  b (30-logs/loki)
  c (30-logs/loki)
  and 2 more
    - port 1: it is closed; open it [port-open]`,
  );
});

test('a query is shown with carets below what is wrong', () => {
  const excerpt = 'sum(up\n   ^';
  expect(
    report([{ ...finding('30-logs/loki', 'panel', '('), excerpt }])
      .split('\n')
      .slice(3),
  ).toEqual(['  panel (30-logs/loki)', '    - (: it is closed; open it [port-open]', '        sum(up', '           ^']);
});

test('one cause is one finding, with each place once, in the words of the first check', () => {
  const first = finding('a/b', 'c', 'd');
  expect(byCause([first, { ...first, check: 'other' }, { ...first, at: 'e' }, first, { ...first, at: 'e' }])).toEqual([
    { ...first, also: [{ path: 'a/b', at: 'e' }] },
  ]);
  const others = [first, { ...first, value: 'x' }, { ...first, why: 'x' }, { ...first, remedy: 'x' }];
  expect(byCause(others)).toEqual(others);
});

test('files, places and checks may have colors', () => {
  const style = {
    file: (text: string) => `<${text}>`,
    place: (text: string) => `{${text}}`,
    check: (text: string) => `~${text}~`,
  };
  expect(
    report([finding('a/b', 'c', 'd')], style)
      .split('\n')
      .slice(2),
  ).toEqual(['<a.k8s.yaml>', '  {c (a/b)}', '    - d: it is closed; open it ~[port-open]~']);
});

test('the error says all of it, and keeps the findings', () => {
  const found = [finding('a/b', 'c', 'd')];
  const error = new Contradictions(found);
  expect(error).toMatchObject({ name: 'Contradictions', message: report(found), findings: found });
});
