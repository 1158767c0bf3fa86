import { type AlloyValue, expression, toAlloy } from '../../../constructs/components/alloy/alloy-syntax.ts';

test.each<[AlloyValue, string]>([
  ['text', '"text"'],
  ['a "quoted" \\d', '"a \\"quoted\\" \\\\d"'],
  ['two\nlines', '"two\\nlines"'],
  [0, '0'],
  [true, 'true'],
  [[], '[]'],
  [['a', 1], '["a", 1]'],
  [expression('sys.env("NODE_NAME")'), 'sys.env("NODE_NAME")'],
  [{ map: { cluster: 'kind', number: 1 } }, '{ cluster = "kind", number = 1 }'],
  [[expression('a.b.receiver')], '[a.b.receiver]'],
])('the value %j', (value, text) => {
  expect(toAlloy([{ block: 'x', attributes: { y: value } }])).toBe(`x {\n  y = ${text}\n}\n`);
});

test('attributes are aligned, blocks nested, comments above', () => {
  const text = toAlloy([
    { block: 'empty' },
    {
      block: 'outer.kind',
      label: 'name',
      comment: 'Because.',
      attributes: { a: 1, longer: 2 },
      blocks: [{ block: 'inner', comment: 'Deep.', attributes: { b: 3 } }],
    },
  ]);
  expect(text).toBe(
    'empty { }\n\n// Because.\nouter.kind "name" {\n  a      = 1\n  longer = 2\n  // Deep.\n  inner {\n    b = 3\n  }\n}\n',
  );
});
