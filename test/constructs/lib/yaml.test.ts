import { toYaml } from '../../../constructs/lib/yaml.ts';

test('a long expression stays on one line, so that it can be searched for', () => {
  const expr = `sum(rate(x[5m])) > ${'0 + '.repeat(60)}0`;
  expect(toYaml({ expr })).toBe(`expr: ${expr}\n`);
});

test('equal parts are written out, not referred to', () => {
  const labels = { severity: 'warning' };
  expect(toYaml({ a: labels, b: labels })).toBe('a:\n  severity: warning\nb:\n  severity: warning\n');
});
