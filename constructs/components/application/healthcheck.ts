import { parseArgs } from 'node:util';
import { Duration } from 'cdk8s';
import type { HttpCheck, Probe, Probes } from '../../kit/pod.ts';
import { kind, like, optional, type Read, shape } from '../../kit/read.ts';
import { seconds } from '../../kit/units.ts';
import { unless, wholeNumber } from '../../kit/validators.ts';
import { human } from '../../kit/values.ts';

/**
 * A health check, in the words of a compose file.
 *
 * @see https://docs.docker.com/reference/compose-file/services/#healthcheck
 */
export interface Healthcheck {
  /**
   * `['CMD', program, …arguments]`, `['CMD-SHELL', script]`, or a script. `curl -f` and `wget` of the container itself
   * become the same HTTP request of the kubelet, which needs neither program in the image. All other commands run in the
   * container, among them `curl` without `-f`, which succeeds whatever the answer is.
   */
  readonly test: readonly string[] | string;

  /**
   * Time between two checks.
   *
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;

  /**
   * Time after which a check has failed.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * Failures in a row that count as unhealthy.
   *
   * @default 3
   */
  readonly retries?: number;

  /**
   * Time in which failures don't count yet.
   *
   * @default Duration.seconds(0)
   */
  readonly startPeriod?: Duration;

  /**
   * How often to check until the first success.
   *
   * @default Duration.seconds(5)
   */
  readonly startInterval?: Duration;
}

/** Compose only marks a container, Kubernetes restarts it: it gets twice the failures before that. */
const LIVENESS_FACTOR = 2;

/**
 * The probes that do what the health check does. Readiness has its numbers; liveness the same request and twice the
 * failures; startup asks every `startInterval` for as long as compose would wait before it says unhealthy.
 */
export function probes(healthcheck: Healthcheck): Probes {
  const {
    interval = Duration.seconds(30),
    timeout = Duration.seconds(30),
    retries = 3,
    startPeriod = Duration.seconds(0),
    startInterval = Duration.seconds(5),
  } = healthcheck;
  const probe: Probe = { check: checkOf(healthcheck.test), period: interval, timeout, failures: retries };
  const patience = seconds(startPeriod) + seconds(interval) * retries;
  return {
    startup: {
      ...probe,
      period: startInterval,
      timeout: seconds(timeout) > seconds(startInterval) ? startInterval : timeout,
      failures: Math.ceil(patience / seconds(startInterval)),
    },
    readiness: probe,
    liveness: { ...probe, failures: retries * LIVENESS_FACTOR },
  };
}

const FORM =
  'a script, ["CMD", program, …arguments] or ["CMD-SHELL", script]; ' +
  'for example ["CMD", "curl", "-f", "http://localhost:8000/health"]';

/** A health check. @internal */
export const HEALTHCHECK: Read<Healthcheck> = shape<Healthcheck>(
  {
    test: kind((value) => typeof value === 'string' || Array.isArray(value), FORM, 'true'),
    interval: optional(like(Duration.seconds(30))),
    timeout: optional(like(Duration.seconds(30))),
    startPeriod: optional(like(Duration.seconds(30))),
    startInterval: optional(like(Duration.seconds(5))),
  },
  { test: ['CMD', 'curl', '-f', 'http://localhost:8000/health'] },
);

/** What is wrong with a health check. */
export function healthcheckProblems({ test, retries = 3, startPeriod }: Healthcheck): string[] {
  return [
    ...testProblems(test),
    ...unless(
      !startPeriod || Number.isFinite(seconds(startPeriod)),
      `'healthcheck.startPeriod' (${startPeriod && human(startPeriod)}) must be a length of time; for example Duration.seconds(30)`,
    ),
    ...wholeNumber('healthcheck.retries', retries, 1, 'for example 3'),
  ];
}

function testProblems(test: Healthcheck['test']): string[] {
  const [form, first, ...more] = wordsOf(test);
  if (form === 'NONE') {
    return [
      "'healthcheck.test' ([\"NONE\"]) must check something, or the Service sends requests to pods that don't answer yet",
    ];
  }
  const words = [first, ...more];
  return unless(
    words.every((word) => typeof word === 'string') &&
      first?.trim() !== '' &&
      (form === 'CMD' || (form === 'CMD-SHELL' && more.length === 0)),
    `'healthcheck.test' (${JSON.stringify(test)}) must be ${FORM}`,
  );
}

/** Its form, and what follows. */
function wordsOf(test: Healthcheck['test']): readonly string[] {
  return typeof test === 'string' ? ['CMD-SHELL', test] : test;
}

function checkOf(test: Healthcheck['test']): Probe['check'] {
  const [form, ...rest] = wordsOf(test);
  return (
    httpRequest(form === 'CMD' ? rest : shellWords(String(rest[0] ?? ''))) ?? {
      command: form === 'CMD' ? rest : ['/bin/sh', '-c', rest[0] ?? ''],
    }
  );
}

/** The words of a script that is one plain command. Anything that only a shell understands stays with the shell. */
function shellWords(script: string): readonly string[] {
  const command = script.trim().replace(/\s*\|\|\s*exit 1$/, '');
  return /[$`;&|<>()*\\'"\n]/.test(command) ? [] : command.split(/\s+/);
}

type Options = Readonly<Record<string, string | boolean | undefined>>;

const flag = (short?: string) => ({ type: 'boolean', ...(short && { short }) }) as const;
const text = (short: string) => ({ type: 'string', short }) as const;
const isDiscarded = (file: Options[string]) => file === '-' || file === '/dev/null';

/**
 * The options with which a program does the same as a probe, which fails at 400 and above and leaves no file. Any other
 * option changes the request or its verdict, such as `-L`: the kubelet follows redirects only within the pod.
 */
const PROGRAMS = {
  curl: {
    options: {
      ...{ fail: flag('f'), 'fail-with-body': flag(), insecure: flag('k'), output: text('o') },
      ...{ silent: flag('s'), 'show-error': flag('S') },
    },
    isProbe: ({ fail, 'fail-with-body': alsoFails, output = '-' }: Options) =>
      (fail || alsoFails) && isDiscarded(output),
    verifies: ({ insecure }: Options) => !insecure,
  },
  wget: {
    options: {
      ...{ spider: flag(), 'no-check-certificate': flag(), 'output-document': text('O'), tries: text('t') },
      ...{ quiet: flag('q'), 'no-verbose': flag() },
    },
    isProbe: ({ spider, 'output-document': output, tries = '1' }: Options) =>
      (spider || isDiscarded(output)) && tries === '1',
    verifies: ({ 'no-check-certificate': insecure }: Options) => !insecure,
  },
} as const;

/** An address of the container itself: scheme, host, port, and a path that nobody rewrites, such as `/a/../b`. */
const OWN_ADDRESS =
  /^(?!.*\/\.)(https?):\/\/(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::(\d+))?(\/[\w\-.~%/?&=+,:@]*)?$/;

/** The request of a command that a probe can do. The kubelet verifies no certificate. */
function httpRequest([program, ...args]: readonly string[]): HttpCheck | undefined {
  if (program !== 'curl' && program !== 'wget') return undefined;
  const { isProbe, verifies } = PROGRAMS[program];
  const { options, addresses } = parsed(program, args);
  const [, scheme, name = '', digits, path = '/'] = OWN_ADDRESS.exec(addresses[0] ?? '') ?? [];
  if (scheme === undefined || addresses.length > 1 || !isProbe(options)) return undefined;
  if (scheme === 'https' && verifies(options)) return undefined;
  const standard = scheme === 'https' ? 443 : 80;
  const port = Number(digits ?? standard);
  // Both programs leave out the port that is the scheme's own.
  const host = port === standard ? name : `${name}:${port}`;
  return { path, port, host, ...(scheme === 'https' && { scheme: 'HTTPS' }) };
}

/** Nothing, where an option is unknown. */
function parsed(program: keyof typeof PROGRAMS, args: readonly string[]) {
  try {
    const { options } = PROGRAMS[program];
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { options: values as Options, addresses: positionals };
  } catch {
    return { options: {}, addresses: [] };
  }
}
