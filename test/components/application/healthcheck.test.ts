import { Duration } from 'cdk8s';
import {
  type Healthcheck,
  healthcheckProblems,
  probes,
} from '../../../constructs/components/application/healthcheck.ts';
import type { Probe } from '../../../constructs/kit/pod.ts';
import { seconds } from '../../../constructs/kit/units.ts';

const http = (port: number, path: string, host: string) => ({ port, path, host });
/** A command that stays one. */
const runs = (...command: string[]): [Healthcheck['test'], Probe['check']] => [['CMD', ...command], { command }];
const shell = (script: string) => ({ command: ['/bin/sh', '-c', script] });

describe('what is asked', () => {
  test.each<[Healthcheck['test'], Probe['check']]>([
    // The kubelet asks itself, under the name that compose asked for: the image needs neither curl nor wget.
    [['CMD', 'curl', '-f', 'http://localhost:8000/health'], http(8000, '/health', 'localhost:8000')],
    [['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1:8000/'], http(8000, '/', '127.0.0.1:8000')],
    [['CMD', 'curl', '-sfo', '-', 'http://localhost:8000/'], http(8000, '/', 'localhost:8000')],
    [
      ['CMD', 'curl', '--silent', '--show-error', '--output=-', '--fail', 'http://localhost'],
      http(80, '/', 'localhost'),
    ],
    [['CMD', 'curl', 'http://localhost:80/', '--fail-with-body'], http(80, '/', 'localhost')],
    [['CMD', 'curl', '-f', 'http://[::1]:8000/a?b=c'], http(8000, '/a?b=c', '[::1]:8000')],
    [
      ['CMD', 'wget', '-q', '--spider', 'http://localhost:3000/api/health'],
      http(3000, '/api/health', 'localhost:3000'),
    ],
    [['CMD', 'wget', '-qO-', 'http://0.0.0.0:3000/'], http(3000, '/', '0.0.0.0:3000')],
    [['CMD', 'wget', '-q', '-O', '/dev/null', 'http://localhost/'], http(80, '/', 'localhost')],
    ['wget --no-verbose --tries=1 --spider http://localhost:3000/ || exit 1', http(3000, '/', 'localhost:3000')],
    [['CMD-SHELL', 'curl -f http://localhost:8000/health || exit 1'], http(8000, '/health', 'localhost:8000')],
    ['curl -f http://localhost:8000/health', http(8000, '/health', 'localhost:8000')],
    ['  wget -qO- http://localhost:8000/health || exit 1 ', http(8000, '/health', 'localhost:8000')],

    // The kubelet verifies no certificate.
    [['CMD', 'curl', '-fk', 'https://localhost/'], { ...http(443, '/', 'localhost'), scheme: 'HTTPS' }],
    [
      ['CMD', 'wget', '--no-check-certificate', '--spider', 'https://localhost:8443/'],
      { ...http(8443, '/', 'localhost:8443'), scheme: 'HTTPS' },
    ],
    runs('curl', '-f', 'https://localhost/'),
    runs('wget', '--spider', 'https://localhost/'),

    // A probe fails at 404 and 500, and curl without -f does not.
    runs('curl', 'http://localhost:8000/health'),
    runs('curl', '-sS', '-o', '/dev/null', 'http://localhost:8000/health'),
    ['curl http://localhost:8000/health || exit 1', shell('curl http://localhost:8000/health || exit 1')],

    // Another request or another verdict than that of a probe: the command itself has to run.
    runs('curl', '-f', '-X', 'POST', 'http://localhost:8000/'),
    runs('curl', '-f', '-H', 'Host: example.com', 'http://localhost:8000/'),
    runs('curl', '-f', '-I', 'http://localhost:8000/'),
    runs('curl', '-fL', 'http://localhost:8000/'),
    runs('curl', '-f', '--max-time', '2', 'http://localhost:8000/'),
    runs('curl', '-f', '--retry', '3', 'http://localhost:8000/'),
    runs('wget', '-q', '--tries=3', '--spider', 'http://localhost:8000/'),
    runs('wget', '--header=Host: example.com', '--spider', 'http://localhost:8000/'),
    runs('curl', '-f', 'http://database:8000/'),
    runs('curl', '-f', 'http://user:word@localhost/'),
    runs('curl', '-f', 'http://localhost/a', 'http://localhost/b'),
    runs('curl', '-f', 'http://localhost/{a,b}'),
    runs('curl', '-f', 'http://localhost/a/../b'),
    runs('curl', '-f', 'localhost:8000/health'),
    runs('curl'),
    runs('curl', '-f'),

    // It writes a file, which the next check or others may find.
    runs('curl', '-f', '-o', '/tmp/alive', 'http://localhost:8000/'),
    runs('wget', '-q', 'http://localhost:8000/'),

    // Everything else is run as it is.
    [['CMD', 'pg_isready', '-U', 'app'], { command: ['pg_isready', '-U', 'app'] }],
    [['CMD-SHELL', 'pg_isready -U app || exit 1'], shell('pg_isready -U app || exit 1')],
    ['test -f /tmp/ready', shell('test -f /tmp/ready')],

    // What only a shell understands stays with the shell.
    [
      'curl -f http://localhost:8000/health && test -f /tmp/ready',
      shell('curl -f http://localhost:8000/health && test -f /tmp/ready'),
    ],
    ['curl -f http://localhost:8000/health | grep ok', shell('curl -f http://localhost:8000/health | grep ok')],
    ['curl -f http://localhost:8000/health>/dev/null', shell('curl -f http://localhost:8000/health>/dev/null')],
    ['curl -f http://localhost:8000/$NAME', shell('curl -f http://localhost:8000/$NAME')],
    ['curl -f http://localhost:8000/health\ntrue', shell('curl -f http://localhost:8000/health\ntrue')],
    ['curl -f "http://localhost:8000/health"', shell('curl -f "http://localhost:8000/health"')],
    ['curl -f http://localhost:8000/health || kill 1', shell('curl -f http://localhost:8000/health || kill 1')],
  ])('%j', (test, check) => {
    const { startup, readiness, liveness } = probes({ test });
    expect([startup.check, readiness.check, liveness.check]).toEqual([check, check, check]);
  });
});

describe('how often', () => {
  type Numbers = readonly [period: number, timeout: number, failures: number];
  const anything = ['CMD', 'true'];

  test.each<[string, Healthcheck, Record<'startup' | 'readiness' | 'liveness', Numbers>]>([
    [
      "compose's own defaults",
      { test: anything },
      { startup: [5, 5, 18], readiness: [30, 30, 3], liveness: [30, 30, 6] },
    ],
    [
      'the numbers of the sample application',
      { test: anything, interval: Duration.seconds(30), timeout: Duration.seconds(10), retries: 3 },
      { startup: [5, 5, 18], readiness: [30, 10, 3], liveness: [30, 10, 6] },
    ],
    [
      'a start period adds to the time to start',
      {
        test: anything,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(2),
        retries: 2,
        startPeriod: Duration.minutes(1),
      },
      { startup: [5, 2, 16], readiness: [10, 2, 2], liveness: [10, 2, 4] },
    ],
    [
      'a start interval that does not divide it rounds up',
      {
        test: anything,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(9),
        retries: 1,
        startInterval: Duration.seconds(3),
      },
      { startup: [3, 3, 4], readiness: [10, 9, 1], liveness: [10, 9, 2] },
    ],
  ])('%s', (_, healthcheck, numbers) => {
    const found = Object.entries(probes(healthcheck)).map(([name, { period, timeout, failures }]) => [
      name,
      [seconds(period), seconds(timeout), failures],
    ]);
    expect(Object.fromEntries(found)).toEqual(numbers);
  });
});

describe('what is wrong', () => {
  const form = (test: string) =>
    `'healthcheck.test' (${test}) must be a script, ["CMD", program, …arguments] or ["CMD-SHELL", script]; ` +
    'for example ["CMD", "curl", "-f", "http://localhost:8000/health"]';

  test.each<[Healthcheck, string[]]>([
    [{ test: ['CMD', 'true'] }, []],
    [{ test: 'true', retries: 1 }, []],
    [
      { test: ['NONE'] },
      [
        "'healthcheck.test' ([\"NONE\"]) must check something, or the Service sends requests to pods that don't answer yet",
      ],
    ],
    [{ test: [] }, [form('[]')]],
    [{ test: ['CMD'] }, [form('["CMD"]')]],
    [{ test: '' }, [form('""')]],
    [{ test: ['CMD-SHELL', ' '] }, [form('["CMD-SHELL"," "]')]],
    [{ test: ['CMD-SHELL', 'true', 'true'] }, [form('["CMD-SHELL","true","true"]')]],
    [{ test: ['curl', '-f', 'http://localhost'] }, [form('["curl","-f","http://localhost"]')]],
    [{ test: 'true', retries: 0 }, ["'healthcheck.retries' (0) must be a whole number of at least 1; for example 3"]],
    [
      { test: 'true', startPeriod: Duration.seconds(Number.NaN) },
      ["'healthcheck.startPeriod' (NaN milliseconds) must be a length of time; for example Duration.seconds(30)"],
    ],
    [
      { test: ['CMD'], retries: 1.5 },
      [form('["CMD"]'), "'healthcheck.retries' (1.5) must be a whole number of at least 1; for example 3"],
    ],
  ])('%j', (healthcheck, problems) => {
    expect(healthcheckProblems(healthcheck)).toEqual(problems);
  });
});
