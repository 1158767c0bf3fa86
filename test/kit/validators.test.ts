import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as urls from '../../constructs/kit/urls.ts';
import * as validators from '../../constructs/kit/validators.ts';

/** The message, or undefined where nothing is wrong. */
const only = (problems: string[]) => {
  expect(problems.length).toBeLessThan(2);
  return problems[0];
};

const dnsLabel = (text: string, hint = '') =>
  `'name' ("${text}") must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, ` +
  `starting and ending with a letter or digit${hint}`;

test.each<[string, string | undefined]>([
  ['a', undefined],
  ['9-lives', undefined],
  ['x'.repeat(63), undefined],
  ['', dnsLabel('')],
  ['-a', dnsLabel('-a', '; for example "a"')],
  ['a-', dnsLabel('a-', '; for example "a"')],
  ['My_Shop', dnsLabel('My_Shop', '; for example "my-shop"')],
  ['shop.eu', dnsLabel('shop.eu', '; for example "shop-eu"')],
  ['x'.repeat(64), dnsLabel('x'.repeat(64), `; for example "${'x'.repeat(63)}"`)],
  ['été', dnsLabel('été', '; for example "t"')],
  ['a\n', dnsLabel('a\\n', '; for example "a"')],
])('%# a name: %j', (text, message) => {
  expect(only(validators.dnsLabel('name', text))).toBe(message);
});

const labelValue = (text: string) =>
  `'team' ("${text}") must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, ` +
  'starting and ending with a letter or digit';

test.each<[string, string | undefined]>([
  ['A_b.c-9', undefined],
  ['x'.repeat(63), undefined],
  ['', labelValue('')],
  ['two words', labelValue('two words')],
  ['_a', labelValue('_a')],
  ['a/b', labelValue('a/b')],
  ['x'.repeat(64), labelValue('x'.repeat(64))],
])('%# a label value: %j', (text, message) => {
  expect(only(validators.labelValue('team', text))).toBe(message);
});

test.each<[number, boolean]>([
  [1, true],
  [65_535, true],
  [0, false],
  [65_536, false],
  [80.5, false],
  [Number.NaN, false],
])('the port %d', (number, right) => {
  const message = right ? undefined : `'port' (${number}) must be a port: a whole number from 1 to 65535`;
  expect(only(validators.port('port', number))).toBe(message);
});

test.each<[string, boolean]>([
  ['http', true],
  ['a-1', true],
  ['x'.repeat(15), true],
  ['x'.repeat(16), false],
  ['HTTP', false],
  ['8000', false],
  ['a--b', false],
  ['-a', false],
  ['', false],
])('the port name %j', (name, right) => {
  const message = right
    ? undefined
    : `'ports' ("${name}") must be a port name: at most 15 lower-case letters, digits and single '-', with at least one letter`;
  expect(only(validators.portName('ports', name))).toBe(message);
});

test.each<[Duration, string | undefined]>([
  [Duration.seconds(1), undefined],
  [Duration.minutes(2), undefined],
  [Duration.millis(999), "'every' (999 milliseconds) must be between 1 second and 2 minutes: so it is"],
  [Duration.seconds(121), "'every' (2 minutes 1 second) must be between 1 second and 2 minutes: so it is"],
])('%# a duration within bounds', (duration, message) => {
  const problems = validators.between('every', duration, Duration.seconds(1), Duration.minutes(2), 'so it is');
  expect(only(problems)).toBe(message);
});

test.each<[number, string | undefined]>([
  [3, undefined],
  [2, "'count' (2) must be a whole number of at least 3; take more"],
  [3.5, "'count' (3.5) must be a whole number of at least 3; take more"],
])('a whole number: %d', (number, message) => {
  expect(only(validators.wholeNumber('count', number, 3, 'take more'))).toBe(message);
});

test.each<[number, number, string | undefined]>([
  [64, 64, undefined],
  [
    0,
    64,
    "'memory.request' (0Ki) must be above zero and at most 'memory.limit' (64Mi); lower the request or raise the limit",
  ],
  [
    2048,
    1024,
    "'memory.request' (2Gi) must be above zero and at most 'memory.limit' (1Gi); lower the request or raise the limit",
  ],
])('memory: request %d MiB, limit %d MiB', (request, limit, message) => {
  const memory = { request: Size.mebibytes(request), limit: Size.mebibytes(limit) };
  expect(only(validators.memory(memory))).toBe(message);
});

test.each<[string, boolean]>([
  ['https://grafana.example.com', true],
  ['http://localhost:3000', true],
  ['https://example.com/grafana', false],
  ['https://example.com/?a=b', false],
  ['ftp://example.com', false],
  ['grafana.example.com', false],
  ['', false],
])('the address %j', (text, right) => {
  const message = right
    ? undefined
    : `'url' ("${text}") must be an http or https address without a path; for example "https://grafana.example.com"`;
  expect(only(urls.httpUrl('url', text))).toBe(message);
});

test.each([
  ['https://grafana.example.com/', 'https://grafana.example.com'],
  ['http://localhost:3000//', 'http://localhost:3000'],
])('the address %j, from which links would go on with two slashes', (text, instead) => {
  const message = `'url' ("${text}") must not end with a slash, because links go on from it; for example "${instead}"`;
  expect([urls.httpUrl('url', text), urls.link('url', text)]).toEqual([[message], [message]]);
  expect(only(urls.link('url', `${instead}/docs/`))).toBe(
    `'url' ("${instead}/docs/") must not end with a slash, because links go on from it; for example "${instead}/docs"`,
  );
});

test('a text that is not set is none, although its type says so', () => {
  const unset = process.env.NOBODY_SETS_THIS!;
  const said = [
    validators.dnsLabel('name', unset),
    validators.labelValue('name', unset),
    urls.httpUrl('name', unset),
    validators.serviceName('name', unset),
  ].map(only);
  expect(said).toEqual([
    "'name' (undefined) must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, starting and ending with a letter or digit",
    "'name' (undefined) must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, starting and ending with a letter or digit",
    '\'name\' (undefined) must be an http or https address without a path; for example "https://grafana.example.com"',
    undefined,
  ]);
  expect(
    [validators.isSubdomain, validators.isFolder, validators.isLabelKey].map((is) => is(process.env.NOBODY_SETS_THIS!)),
  ).toEqual([false, false, false]);
});

test.each<[number, string | undefined]>([
  [1, undefined],
  [0, '0m'],
  [-1, '-1m'],
  [0.5, '0.5m'],
  [Number.NaN, 'NaNm'],
])('CPU: %d thousandths of a core', (millis, said) => {
  const message =
    said && `'cpu' (${said}) must be whole thousandths of a core, at least one; for example Cpu.millis(100)`;
  expect(only(validators.cpu(Cpu.millis(millis)))).toBe(message);
});

test.each<[string | undefined, boolean]>([
  [undefined, true],
  ['https://example.com', true],
  ['https://example.com/docs/runbooks', true],
  ['https://example.com:70000', false],
  ['http://a b', false],
  ['example.com/docs', false],
  ['', false],
])('the link %j', (text, right) => {
  const message = right
    ? undefined
    : `'runbooks' ("${text}") must be an http or https address; for example "https://example.com/docs"`;
  expect(only(urls.link('runbooks', text))).toBe(message);
});

test.each<[string, string | undefined]>([
  ['a1', undefined],
  ['1a', '\'name\' ("1a") must begin with a letter, as names of Services do; for example "app-1a"'],
])('the Service %j', (text, message) => {
  expect(only(validators.serviceName('name', text))).toBe(message);
});

test.each([
  [1, true],
  [2 ** 33, true],
  [0, false],
  [Number.NaN, false],
  [1e308, false],
])('is there a size of %d MiB? %j', (size, right) => {
  expect(validators.isPossibleSize(Size.mebibytes(size))).toBe(right);
});

const DIGEST = `sha256:${'0'.repeat(64)}`;
const remedy =
  'must have a tag other than latest, or a digest (@sha256:…), so that every node runs the same; for example "registry.example.com/app:1.2.3"';

test.each<[string, boolean]>([
  ['app:1.0', true],
  ['registry.example.com:5000/team/app:1.0', true],
  [`app:1.0@${DIGEST}`, true],
  [`app@${DIGEST}`, true],
  [`registry.example.com:5000/team/app@${DIGEST}`, true],
  ['app', false],
  ['registry.example.com:5000/app', false],
  ['app:latest', false],
  [`app:latest@${DIGEST}`, false],
  ['app@sha256:abc', false],
  [`app@${DIGEST}0`, false],
])('the image %j', (text, right) => {
  expect(validators.image('image', text)).toEqual(right ? [] : [`'image' ("${text}") ${remedy}`]);
});

test.each([`App@${DIGEST}`, 'App:1.0', ':1.0', '/app:1.0'])('the name of the image %j', (text) => {
  expect(validators.image('image', text)).toEqual([
    `'image' ("${text}") must begin with a name in lower case; for example "registry.example.com/app:1.2.3"`,
  ]);
});

test.each<[string, string | undefined]>([
  ['https://example.com/docs?ref=main#top', undefined],
  ['https://user:secret@example.com', 'hold no login: it is in dist/ and in every link; give it by a Secret'],
  ['https://example.com/{{ .x }}', undefined],
  [
    'https://example.com/{{.x}}',
    'hold no "{": a program that reads it would take it for something else; write it as %7B',
  ],
  [
    'https://example.com/$HOME',
    'hold no "$": a program that reads it would take it for something else; write it as %24',
  ],
  [
    'https://example.com/ü',
    'hold no "ü": a program that reads it would take it for something else; write it as %C3%BC',
  ],
  ['https://example.com/100%', 'hold % only before two hexadecimal digits; write it as %25'],
  ['https://bücher.example', 'have a host of letters, digits, - and . as it is asked for in DNS (xn--… for others)'],
])('the address %j as its readers take it', (text, must) => {
  const shown = text.includes('secret') ? 'https://…@example.com' : text;
  const expected = text.includes(' ')
    ? `'url' ("${text}") must be an http or https address; for example "https://example.com/docs"`
    : must && `'url' ("${shown}") must ${must}`;
  expect(only(urls.link('url', text))).toBe(expected);
});

test('an address is taken in the same way however often it is read', () => {
  const problems = Array.from({ length: 20_000 }, () => only(urls.link('url', 'https://bücher.example')));
  expect([...new Set(problems)]).toEqual([expect.stringContaining('must have a host of letters')]);
});

test('the address of a program has no query of its own', () => {
  expect(urls.linkToProgram('grafanaUrl', 'https://g.example.com?org=1')).toEqual([
    `'grafanaUrl' ("https://g.example.com?org=1") must have no ? and no #, because links go on with a query; for example "https://grafana.example.com"`,
  ]);
});

test('a value in a message is short, on one line, and hides nothing', () => {
  expect(validators.labelValue('team', `a\n\u202e\x1b${'x'.repeat(10_000)}`)[0]).toMatch(
    /^'team' \("a\\n\\u202e\\u001bx{296}…"\) must be a label value/,
  );
});
