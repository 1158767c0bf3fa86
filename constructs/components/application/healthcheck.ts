import { Duration } from 'cdk8s';
import type { Probe, Probes } from '../../kit/pod.ts';
import { human, isWholeNumber } from '../../kit/rules.ts';
import { seconds } from '../../kit/units.ts';

/**
 * A health check, in the words of a compose file.
 *
 * @see https://docs.docker.com/reference/compose-file/services/#healthcheck
 */
export interface Healthcheck {
  /**
   * `['CMD', program, …arguments]`, `['CMD-SHELL', script]`, or a script. A plain `curl` or `wget` of the container
   * itself becomes an HTTP request of the kubelet's, which needs neither program in the image.
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

/** What is wrong with a health check. */
export function healthcheckProblems({ test, retries = 3, startPeriod }: Healthcheck): string[] {
  const problems: string[] = [];
  const [form, ...rest] = wordsOf(test);
  if (form === 'NONE') {
    problems.push(
      "'healthcheck.test' ([\"NONE\"]) must check something, or the Service sends requests to pods that don't answer yet",
    );
  } else if (
    (form !== 'CMD' && form !== 'CMD-SHELL') ||
    rest.length === 0 ||
    rest.some((word) => typeof word !== 'string') ||
    rest[0]?.trim() === '' ||
    (form === 'CMD-SHELL' && rest.length > 1)
  ) {
    problems.push(
      `'healthcheck.test' (${JSON.stringify(test)}) must be a script, ["CMD", program, …arguments] or ["CMD-SHELL", script]; ` +
        'for example ["CMD", "curl", "-f", "http://localhost:8000/health"]',
    );
  }
  if (startPeriod && !Number.isFinite(seconds(startPeriod))) {
    problems.push(
      `'healthcheck.startPeriod' (${human(startPeriod)}) must be a length of time; for example Duration.seconds(30)`,
    );
  }
  if (!isWholeNumber(retries, 1)) {
    problems.push(`'healthcheck.retries' (${retries}) must be a whole number of at least 1; for example 3`);
  }
  return problems;
}

/** Its form, and what follows. */
function wordsOf(test: Healthcheck['test']): readonly string[] {
  // None, where it is not set although its type says so: that is a problem of the health check, and of no code here.
  return typeof test === 'string' ? ['CMD-SHELL', test] : (test ?? []);
}

function checkOf(test: Healthcheck['test']): Probe['check'] {
  const [form, ...rest] = wordsOf(test);
  return (
    httpRequest(form === 'CMD' ? rest : shellWords(rest[0] ?? '')) ?? {
      command: form === 'CMD' ? rest : ['/bin/sh', '-c', rest[0] ?? ''],
    }
  );
}

/** The words of a script that is one plain command. Anything that only a shell understands stays with the shell. */
function shellWords(script: string): readonly string[] {
  const command = script.trim().replace(/\s*\|\|\s*exit 1$/, '');
  return /[$`;&|<>()*\\'"]/.test(command) ? [] : command.split(/\s+/);
}

/** Options that only say how to report. Any other one changes the request, and then the command has to run. */
const REPORTING =
  /^(-[fsSqL]+|--fail|--silent|--show-error|--location|--spider|-qO-|-O-|-O|-o|--output|-|\/dev\/null)$/;

function httpRequest(words: readonly string[]): { path: string; port: number } | undefined {
  const [program, ...options] = words;
  if (program !== 'curl' && program !== 'wget') return undefined;
  const addresses = options.filter((word) => !REPORTING.test(word));
  const [address] = addresses;
  if (addresses.length !== 1 || address === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const own = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0'].includes(url.hostname);
  if (url.protocol !== 'http:' || !own || url.username) return undefined;
  return { path: `${url.pathname}${url.search}`, port: Number(url.port) || 80 };
}
