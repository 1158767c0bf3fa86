import type { AlloyBlock } from './alloy-syntax.ts';

/**
 * The level of a record: what its program says that it is, and never a word in a message, a URL or a nested object.
 *
 * JSON and logfmt have a key for it. In text it is a word of the head, behind the time and what else a program puts there.
 */

/** Each level, and how programs call it: in words, letters, and the numbers of syslog (GELF) and of pino and Bunyan. */
const LEVELS = {
  trace: ['trace', 'trc', 'trce', 'finest', '10'],
  debug: [
    'debug',
    'dbg',
    'debu',
    'dbug',
    'verbose',
    'fine',
    'finer',
    'config',
    'd1',
    'd2',
    'd3',
    'd4',
    'd5',
    '7',
    '20',
  ],
  info: ['info', 'inf', 'information', 'informational', 'notice', 'log', 'i', '5', '6', '30', '*'],
  warning: ['warning', 'warn', 'wrn', 'w', '4', '40', '#'],
  error: ['error', 'err', 'erro', 'eror', 'severe', 'fail', 'parse', 'e', '3', '50'],
  critical: [
    ...['critical', 'crit', 'fatal', 'fata', 'ftl', 'panic', 'pani', 'pnc', 'dpanic', 'alert', 'emergency', 'emerg'],
    ...['f', '0', '1', '2', '60'],
  ],
};

/** Keys that hold the level of a record. Where there are several, the words come before the numbers of the same library. */
const KEYS = [
  ...['level_name', 'levelname', 'levelName', 'level', 'severity', 'lvl', 'log.level', 'loglevel', 'log_level'],
  ...[
    'severity_text',
    'severityText',
    'logLevel',
    'Level',
    'Severity',
    'LogLevel',
    'LEVEL',
    'SEVERITY',
    '@level',
    '@l',
  ],
];

/** In JSON, ECS has an object for it too, and MongoDB a letter. */
const IN_JSON = [...KEYS.map((key) => JSON.stringify(key)), 'log.level', 's'].join(' || ');

const words = Object.values(LEVELS)
  .flat()
  .filter((word) => /^[a-z]{3,}$/.test(word) && word !== 'parse');

/** Words that are a level in capitals only. */
const OFTEN_MEANT_OTHERWISE = ['log', 'config', 'fine', 'finer', 'finest'];

const CAPITALS = words.map((word) => word.toUpperCase()).join('|');
const WORD = `(?i:${words.filter((word) => !OFTEN_MEANT_OTHERWISE.includes(word)).join('|')})`;

const TIME = '[\\d.:,/TZ+-]+';

/** What may stand before the level. */
const HEAD = [
  TIME,
  '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|UTC|GMT|CES?T|AM|PM)\\b,?',
  '\\d{1,2}-[A-Z][a-z]{2}-\\d{4}',
  '\\[[^\\]]*\\]',
  '\\([^)]*\\)',
  // Python: " - shop.orders - "
  '- [\\w.]+ -',
  '[-|]',
  // Postgres: " shop@orders "
  '[\\w-]+@[\\w-]+',
  // Ruby: "E, [2026-11-30T10:00:00 #7] ERROR -- : "
  '[DIWEFA],',
].join('|');

/** Where the level stands in text, each with its group. */
const IN_TEXT = {
  // klog, glog: "E1130 10:00:00.000000       1 controller.go:1] "
  klog: '(?P<klog>[IWEF])\\d{4,8} \\d{2}:\\d{2}:\\d{2}\\.\\d+ +\\d+ [^ \\]]+:\\d+\\] ',
  // Redis: "1:M 30 Nov 2026 10:00:00.000 # "
  redis: '\\d+:[XCSM] \\d+ [A-Z][a-z]{2} \\d{4} [\\d:.]+ (?P<redis>[*#]) ',
};

/** Behind the head. */
const BEHIND = {
  // nginx: "[error] ", Apache: "[core:error] ", Elasticsearch: "[WARN ]"
  bracketed: `\\[(?:[\\w.-]+:)?(?P<bracketed>${WORD})\\s*\\]`,
  // env_logger: "[2026-11-30T10:00:00Z ERROR shop]", Celery: "[… 10:00:00,000: ERROR/MainProcess]", Serilog: "[10:00:00 ERR]"
  inside: `\\[[\\d.:,/TZ+ -]+(?P<inside>${CAPITALS})[\\s/\\]]`,
  // Logback, Python, Postgres; Monolog: "production.ERROR: "; logrus: "ERRO[0000] "
  capitals: `(?:[\\w-]+\\.)?(?P<capitals>${CAPITALS})(?:[\\s:|/,[]|$)`,
  // "PHP Fatal error:  "
  php: 'PHP (?P<php>Fatal|Parse|Warning|Notice)',
  // winston, .NET: "fail: Shop.Orders[0]"
  colon: `(?P<colon>${WORD}):(?:\\s|$)`,
  // zap: "2026-11-30T10:00:00Z\terror\t"
  tab: `(?P<tab>${WORD})\\t`,
};

const TEXT = `^(?:${Object.values(IN_TEXT).join('|')}|(?:(?:${HEAD})\\s*)*?(?:${Object.values(BEHIND).join('|')}))`;

const ofLogfmt = Object.fromEntries(KEYS.map((key, index) => [`key${index}`, key]));

/** Where the stages below put what they find. */
const FOUND = ['json', ...Object.keys(ofLogfmt), ...Object.keys(IN_TEXT), ...Object.keys(BEHIND)];

/** The stages that find the level, and make a label of it. */
export const LEVEL: readonly AlloyBlock[] = [
  {
    block: 'stage.match',
    attributes: { selector: lines('^\\s*\\{') },
    blocks: [{ block: 'stage.json', attributes: { expressions: { map: { json: IN_JSON } } } }],
  },
  {
    block: 'stage.match',
    comment: 'logfmt begins with a key; in front of it may be the time.',
    attributes: { selector: lines(`^(${TIME}\\s+)*[A-Za-z_@][\\w.@/-]*=`) },
    blocks: [{ block: 'stage.logfmt', attributes: { mapping: { map: ofLogfmt } } }],
  },
  { block: 'stage.regex', attributes: { expression: TEXT } },
  {
    block: 'stage.template',
    comment: 'The same words everywhere, so that one query finds all errors, and few: they are values of a label.',
    attributes: { source: 'level', template: template() },
  },
  { block: 'stage.labels', attributes: { values: { map: { level: '' } } } },
];

function lines(expression: string): string {
  return `{namespace=~".*"} |~ ${JSON.stringify(expression)}`;
}

function template(): string {
  const said = `{{ $said := lower (toString (coalesce ${FOUND.map((name) => `.${name}`).join(' ')})) }}`;
  const cases = Object.entries(LEVELS).map(
    ([level, names]) => `if eq $said ${names.map((name) => `"${name}"`).join(' ')} }}${level}`,
  );
  return `${said}{{ ${cases.join('{{ else ')}{{ end }}`;
}
