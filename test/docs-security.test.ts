import { existsSync, readFileSync } from 'node:fs';

/** docs/security.md: each line names a test, and that test is there. */

const page = readFileSync('docs/security.md', 'utf8');
const cells = (line: string) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, ''));
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!it tries|he tries|part \|)/.test(line))
  .map((line) => ({ line, test: cells(line).at(-1) ?? '' }));

test('there is a line for each kind of attacker', () => {
  const headings = [
    'A process in a pod',
    'Who may edit a Deployment',
    'Who gives a value',
    'A user of Grafana',
    'A neighbour',
    'A part of the stack',
    'Who makes an image',
  ];
  for (const heading of headings) expect(page).toMatch(new RegExp(`^## ${heading}.*\\n[^#]*\\|---`, 'm'));
  expect(rows.length).toBeGreaterThanOrEqual(40);
});

test.each(rows)('$line', ({ test: named }) => {
  const [, file = '', title = ''] = /^`(test\/[\w./-]+\.ts)`: (.+)$/.exec(named) ?? [];
  expect({ named, file }).toEqual({ named, file: expect.stringMatching(/./) });
  expect(existsSync(file)).toBe(true);
  // In a text of its own, such as "the prop '%s' is used", a file may use a helper.
  const text = [file, 'test/lib/props.ts'].map((one) => readFileSync(one, 'utf8')).join('\n');
  expect(text).toContain(title);
});

test('the documented ways to Grafana leave its metrics out', () => {
  const guide = readFileSync('docs/how-to/expose-grafana.md', 'utf8');
  const [ingress = '', route = ''] = ['kind: Ingress\n', 'kind: HTTPRoute\n'].map(
    (kind) => guide.split(kind)[1]?.split('```')[0],
  );
  expect(ingress).toMatch(/path: \/metrics\n\s+pathType: Exact\n\s+backend:\n\s+service:\n\s+name: nobody\n/);
  expect(route).toMatch(/- matches:\n\s+- path:\n\s+type: Exact\n\s+value: \/metrics\n\s+- backendRefs/);
});
