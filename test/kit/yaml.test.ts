import { toYaml } from '../../constructs/kit/yaml.ts';

test('a long expression stays on one line, so that it can be searched for', () => {
  const expr = `sum(rate(x[5m])) > ${'0 + '.repeat(60)}0`;
  expect(toYaml({ expr })).toBe(`expr: ${expr}\n`);
});

test('equal parts are written out, not referred to', () => {
  const labels = { severity: 'warning' };
  expect(toYaml({ a: labels, b: labels })).toBe('a:\n  severity: warning\nb:\n  severity: warning\n');
});

test('what is undefined is left out', () => {
  expect(toYaml({ a: undefined, b: [{ c: undefined, d: 1 }] })).toBe('b:\n  - d: 1\n');
});

test('text that a reader of YAML 1.1 would take for something else is quoted', () => {
  expect(toYaml({ a: 'on', b: '2024-04-01', c: '1' })).toBe('a: "on"\nb: "2024-04-01"\nc: "1"\n');
});
