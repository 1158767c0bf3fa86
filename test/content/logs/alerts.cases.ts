/** Lines of one stream, evenly spread over a time. */
export interface Lines {
  /** Its labels. Every stream has `cluster`, `container` and `stream` too. */
  readonly labels: Readonly<Record<string, string>>;
  readonly line: string;
  readonly count: number;
  /** Minutes before the moment at which it is looked: of the first line, and of the last. */
  readonly from: number;
  readonly to: number;
}

/** One situation and what an alert over logs makes of it. */
export interface LogCase {
  readonly alert: string;
  /** The situation, as a sentence. */
  readonly when: string;
  readonly logs: readonly Lines[];
  /** Everything that fires then: the labels of the query's result, and the whole description. Nothing: it is silent. */
  readonly fires: readonly { readonly labels: Readonly<Record<string, string>>; readonly description: string }[];
}

const shop = { namespace: 'shop', app: 'shop' };
const shop1 = { ...shop, pod: 'shop-1' };
const shop2 = { ...shop, pod: 'shop-2' };
const cart1 = { namespace: 'shop', app: 'cart', pod: 'cart-1' };

/** Lines within the last minutes. */
const now = (labels: Lines['labels'], line: string, count: number, from = 9): Lines => ({
  ...{ labels, line, count, from, to: 1 },
});

const failed = '{"level": "error", "message": "POST /orders 500"}';
const traceback = 'Traceback (most recent call last):';
export const logCases: readonly LogCase[] = [
  {
    alert: 'LogPythonTraceback',
    when: 'tracebacks come as lines of their own and within JSON',
    logs: [
      now(shop1, traceback, 2),
      now(shop1, '  File "/app/app.py", line 7, in order', 2),
      now({ ...shop2, level: 'error' }, `{"level": "error", "traceback": "${traceback}\\n  File"}`, 1),
    ],
    fires: [{ labels: shop, description: 'shop in shop logged 3 tracebacks within 10 minutes.' }],
  },
  {
    alert: 'LogPythonTraceback',
    when: 'a program says at a lower level that it handled exceptions',
    logs: [
      now({ ...shop1, level: 'warning' }, `WARNING:root:trying again\n${traceback}\nValueError: x`, 9),
      now({ ...shop2, level: 'info' }, `{"level": "info", "exc_info": "${traceback}\\n  File"}`, 9),
    ],
    fires: [],
  },
  {
    alert: 'LogPythonTraceback',
    when: 'there were two, and more of them long ago',
    logs: [{ labels: shop1, line: traceback, count: 9, from: 30, to: 11 }, now(shop1, traceback, 2)],
    fires: [],
  },
  {
    alert: 'LogGoPanic',
    when: 'a program ends with a panic, a server survives one',
    logs: [
      now(shop1, 'panic: runtime error: index out of range [3] with length 3', 1),
      now(shop1, 'goroutine 1 [running]:', 1),
      now({ ...cart1, stream: 'stderr' }, '2026/11/25 12:00:00 http: panic serving 10.0.0.7:4711: no cart', 2),
    ],
    fires: [
      { labels: shop1, description: 'shop-1 (shop in shop) logged 1 panics within 10 minutes.' },
      { labels: cart1, description: 'cart-1 (cart in shop) logged 2 panics within 10 minutes.' },
    ],
  },
  {
    alert: 'LogGoPanic',
    when: 'a line is about a panic',
    logs: [now(shop1, 'level=info msg="recovered from panic: none"', 9), now(shop1, "don't panic: 42", 9)],
    fires: [],
  },
  {
    alert: 'LogOutOfMemory',
    when: 'Java, Python and the kernel say so',
    logs: [
      now(shop1, 'java.lang.OutOfMemoryError: Java heap space', 1),
      now(shop2, 'MemoryError', 1),
      now(shop2, 'fork: Cannot allocate memory', 1),
      now(cart1, 'Out of memory: Killed process 7 (cart)', 1),
    ],
    fires: [
      { labels: shop1, description: 'shop-1 (shop in shop) logged 1 times within 10 minutes that memory is out.' },
      { labels: shop2, description: 'shop-2 (shop in shop) logged 2 times within 10 minutes that memory is out.' },
      { labels: cart1, description: 'cart-1 (cart in shop) logged 1 times within 10 minutes that memory is out.' },
    ],
  },
  {
    alert: 'LogOutOfMemory',
    when: 'memory is mentioned, or it is over',
    logs: [
      now(shop1, 'memory usage: 12 of 512 MiB', 5),
      { labels: shop1, line: 'MemoryError', count: 1, from: 11, to: 11 },
    ],
    fires: [],
  },
  {
    alert: 'LogProbesFailing',
    when: 'an access log and a message show failed probes',
    logs: [
      now(shop1, '10.0.0.1 - - [25/Nov] "GET /alive HTTP/1.1" 503 12 "-" "kube-probe/1.34"', 3),
      now(shop1, '10.0.0.1 - - [25/Nov] "GET /-/healthy HTTP/1.1" 500 12', 3),
      now({ ...cart1, level: 'error' }, '{"level": "error", "message": "GET /health 503"}', 6),
    ],
    fires: [
      { labels: shop1, description: 'shop-1 (shop in shop) logged 6 failed health checks within 10 minutes.' },
      { labels: cart1, description: 'cart-1 (cart in shop) logged 6 failed health checks within 10 minutes.' },
    ],
  },
  {
    alert: 'LogProbesFailing',
    when: 'probes succeed, five fail while it starts, and other paths fail',
    logs: [
      now(shop1, '10.0.0.1 - - [25/Nov] "GET /alive HTTP/1.1" 200 512 "-" "kube-probe/1.34"', 20),
      now(shop1, '{"level": "error", "message": "GET /health 503"}', 5),
      now(shop1, '10.0.0.1 - - [25/Nov] "GET /livestream HTTP/1.1" 404 12 "-" "curl/8"', 20),
    ],
    fires: [],
  },
  {
    alert: 'LogProbesFailing',
    when: 'a new pod was not ready for a minute, as in each rollout',
    logs: [{ labels: shop1, line: '{"level": "error", "message": "GET /health 503"}', count: 12, from: 4, to: 3 }],
    fires: [],
  },
  {
    alert: 'LogReadOnlyFileSystem',
    when: 'a program goes on trying to write',
    logs: [
      now(shop1, "OSError: [Errno 30] Read-only file system: '/data/a'", 2),
      now(shop1, "EROFS: read-only file system, open '/data/b'", 2),
    ],
    fires: [
      {
        labels: shop1,
        description: 'shop-1 (shop in shop) logged 4 times within 10 minutes that a file system is read-only.',
      },
    ],
  },
  {
    alert: 'LogReadOnlyFileSystem',
    when: 'each of two pods tried three times when it started',
    logs: [now(shop1, 'mkdir /cache: read-only file system', 3), now(shop2, 'mkdir /cache: read-only file system', 3)],
    fires: [],
  },
  {
    alert: 'LogDiskFull',
    when: 'a database cannot write',
    logs: [
      now(shop1, 'could not extend file "base/1": No space left on device', 2),
      now(shop2, 'write /data/stopwatch.db: no space left on device', 1),
    ],
    fires: [
      { labels: shop1, description: 'shop-1 (shop in shop) logged 2 times within 10 minutes that no space is left.' },
      { labels: shop2, description: 'shop-2 (shop in shop) logged 1 times within 10 minutes that no space is left.' },
    ],
  },
  {
    alert: 'LogDiskFull',
    when: 'space is mentioned',
    logs: [now(shop1, 'space left on device /dev/sda: 70%', 5)],
    fires: [],
  },
  {
    alert: 'LogDiskFull',
    when: 'the node has no inotify watches left, which the kernel calls the same',
    logs: [
      now(shop1, 'inotify_add_watch(7, "/app", IN_MODIFY) failed: No space left on device', 5),
      now(shop2, 'failed to create fsnotify watcher: no space left on device', 5),
      now(cart1, "Error: ENOSPC: System limit for number of file watchers reached, watch '/app'", 5),
    ],
    fires: [],
  },
  {
    alert: 'LogCertificateInvalid',
    when: 'programs in Go and Python refuse certificates',
    logs: [
      now(shop1, 'Get "https://x": tls: failed to verify certificate: x509: certificate has expired', 2),
      now(shop2, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate', 1),
    ],
    fires: [{ labels: shop, description: 'shop in shop logged 3 refused certificates within 10 minutes.' }],
  },
  {
    alert: 'LogCertificateInvalid',
    when: 'it happened twice, and certificates are renewed',
    logs: [
      now(shop1, 'x509: certificate signed by unknown authority', 2),
      now(shop1, 'certificate expires in 20 days, renewing', 9),
    ],
    fires: [],
  },
  {
    alert: 'LogFailedLogins',
    when: 'somebody tries passwords at Grafana, and somebody at an SSH server',
    logs: [
      now(
        { namespace: 'monitoring', app: 'grafana', pod: 'grafana-1', level: 'info' },
        '{"errorMessageID":"password-auth.failed","level":"info","logger":"context","msg":"Request Completed","path":"/login","status":401}',
        11,
      ),
      now(shop1, 'Failed password for root from 10.0.0.9 port 4711 ssh2', 10),
      now(shop2, 'Failed password for invalid user admin from 10.0.0.9 port 4712 ssh2', 4),
    ],
    fires: [
      {
        labels: { namespace: 'monitoring', app: 'grafana' },
        description: 'grafana in monitoring refused 11 logins within 10 minutes.',
      },
      { labels: shop, description: 'shop in shop refused 14 logins within 10 minutes.' },
    ],
  },
  {
    alert: 'LogFailedLogins',
    when: 'somebody forgot a password, and others log in',
    logs: [
      now(shop1, 'FATAL: password authentication failed for user "shop"', 10),
      now(shop1, 'Accepted password for shop from 10.0.0.9', 20),
    ],
    fires: [],
  },
  {
    alert: 'LogLokiErrors',
    when: 'Loki cannot write',
    logs: [
      now(
        { namespace: 'monitoring', app: 'loki', pod: 'loki-1', level: 'error' },
        'level=error caller=flush.go:261 msg="failed to flush" err="input/output error"',
        11,
      ),
    ],
    fires: [
      {
        labels: { namespace: 'monitoring', app: 'loki' },
        description: 'Loki in monitoring logged 11 errors within 10 minutes: logs may be missing or late.',
      },
    ],
  },
  {
    alert: 'LogLokiErrors',
    when: 'a query of somebody fails, and there are few errors and many warnings',
    logs: [
      now(
        { namespace: 'monitoring', app: 'loki', pod: 'loki-1', level: 'error' },
        'level=error caller=retry.go:107 msg="error processing request" query="{app=\\"shop\\"}" err="context canceled"',
        20,
      ),
      now(
        { namespace: 'monitoring', app: 'loki', pod: 'loki-1', level: 'error' },
        'level=error caller=flush.go:261 msg="failed to flush"',
        10,
      ),
      now({ namespace: 'monitoring', app: 'loki', pod: 'loki-1', level: 'warning' }, 'level=warn msg="slow"', 20),
    ],
    fires: [],
  },
  {
    alert: 'LogStackErrors',
    when: 'an Alloy on each of two nodes logs errors',
    logs: ['alloy-1', 'alloy-2'].map((pod) =>
      now(
        { namespace: 'monitoring-node', app: 'alloy', pod, level: 'error' },
        '{"level":"error","msg":"final error sending batch","status":500}',
        6,
      ),
    ),
    fires: [
      {
        labels: { namespace: 'monitoring-node', app: 'alloy' },
        description: 'alloy in monitoring-node logged 12 errors within 10 minutes.',
      },
    ],
  },
  {
    alert: 'LogStackErrors',
    when: 'Prometheus logs few errors and many warnings, and Loki and an application log errors',
    logs: [
      now({ namespace: 'monitoring', app: 'prometheus', pod: 'p', level: 'error' }, 'level=ERROR msg="x"', 10),
      now({ namespace: 'monitoring', app: 'prometheus', pod: 'p', level: 'warning' }, 'level=WARN msg="x"', 30),
      now({ namespace: 'monitoring', app: 'loki', pod: 'l', level: 'error' }, 'level=error msg="x"', 30),
      now({ ...shop1, level: 'error' }, failed, 30),
    ],
    fires: [],
  },
  {
    alert: 'LogStackErrors',
    when: 'Prometheus refuses its configuration, of which PrometheusConfigReloadFailed tells',
    logs: [
      now(
        { namespace: 'monitoring', app: 'prometheus', pod: 'p', level: 'error' },
        'level=ERROR source=main.go:1407 msg="Failed to generate checksum during configuration reload"',
        20,
      ),
      now(
        { namespace: 'monitoring', app: 'prometheus', pod: 'p', level: 'error' },
        'level=ERROR source=main.go:1414 msg="Error reloading config" err="couldn\'t load configuration"',
        20,
      ),
    ],
    fires: [],
  },
];

/** Lines that many programs print, and whether an alert is about them: each is logged 20 times. */
export const lineCases: readonly (readonly [alert: string, line: string, fires: boolean])[] = [
  // flags of Java, which it prints when it starts
  ['LogOutOfMemory', 'Picked up JAVA_TOOL_OPTIONS: -XX:+ExitOnOutOfMemoryError -XX:MaxDirectMemorySize=10M', false],
  ['LogOutOfMemory', '[2026-11-30 10:00:00,000] INFO Kafka JVM Args: -Xmx1G -XX:+CrashOnOutOfMemoryError', false],
  ['LogOutOfMemory', 'java -XX:+HeapDumpOnOutOfMemoryError -jar app.jar', false],
  ['LogOutOfMemory', '10.0.0.1 - - [30/Nov/2026] "GET /search?q=OutOfMemoryError HTTP/1.1" 200 12', false],
  ['LogOutOfMemory', 'java.lang.OutOfMemoryError: Java heap space', true],
  ['LogOutOfMemory', 'Terminating due to java.lang.OutOfMemoryError: GC overhead limit exceeded', true],
  ['LogOutOfMemory', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', true],
  [
    'LogOutOfMemory',
    'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
    true,
  ],
  ['LogOutOfMemory', "terminate called after throwing an instance of 'std::bad_alloc'", true],
  ['LogOutOfMemory', 'memory allocation of 1073741824 bytes failed', true],
  ['LogOutOfMemory', 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB', true],
  ['LogOutOfMemory', 'Unhandled exception. System.OutOfMemoryException: Insufficient memory', true],
  ['LogGoPanic', 'fatal error: all goroutines are asleep - deadlock!', true],
  ['LogGoPanic', 'fatal error: concurrent map writes', true],
  ['LogGoPanic', 'panic: runtime error: invalid memory address or nil pointer dereference', true],
  ['LogGoPanic', '[Recovery] 2026/11/30 - 10:00:00 panic recovered:', true],
  ['LogGoPanic', 'E1130 10:00:00.000000       1 panic.go:115] "Observed a panic" panic="boom"', true],
  ['LogGoPanic', "thread 'main' panicked at src/main.rs:3:5:", false],
  ['LogGoPanic', 'PHP Fatal error:  Uncaught Exception: no panic', false],
  [
    'LogCertificateInvalid',
    "x509: cannot validate certificate for 10.0.0.4 because it doesn't contain any IP SANs",
    true,
  ],
  ['LogCertificateInvalid', 'Error: self-signed certificate in certificate chain (SELF_SIGNED_CERT_IN_CHAIN)', true],
  [
    'LogCertificateInvalid',
    'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
    true,
  ],
  [
    'LogCertificateInvalid',
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path',
    true,
  ],
  ['LogCertificateInvalid', 'curl: (60) SSL certificate problem: unable to get local issuer certificate', true],
  ['LogCertificateInvalid', 'SSL operation failed with code 1. error:0A000086: certificate verify failed', true],
  // it is the other side that does not accept a certificate
  [
    'LogCertificateInvalid',
    'SSL_do_handshake() failed (SSL: error:0A000416:SSL routines::sslv3 alert certificate unknown)',
    false,
  ],
  ['LogCertificateInvalid', 'http: TLS handshake error from 10.0.0.9:4711: remote error: tls: bad certificate', false],
  [
    'LogCertificateInvalid',
    'http: TLS handshake error from 10.0.0.9:4711: tls: client: x509: certificate signed by unknown authority',
    false,
  ],
  ['LogCertificateInvalid', 'Generating a self-signed certificate for localhost', false],
  ['LogFailedLogins', "Access denied for user 'root'@'10.0.0.9' (using password: YES)", true],
  ['LogFailedLogins', 'FATAL:  password authentication failed for user "shop"', true],
  ['LogFailedLogins', 'user "admin": password mismatch, client: 10.0.0.1, server: _', true],
  [
    'LogFailedLogins',
    'WARN [org.keycloak.events] type="LOGIN_ERROR", realmId="master", error="invalid_user_credentials"',
    true,
  ],
  ['LogFailedLogins', 'BadCredentialsException: Bad credentials', true],
  ['LogFailedLogins', '{"s":"I","c":"ACCESS","msg":"Authentication failed","attr":{"user":"root"}}', true],
  ['LogFailedLogins', 'user "admin" logged in, client: 10.0.0.1', false],
  // whoever asks: 404 is the answer that a scanner gets
  ['LogProbesFailing', '203.0.113.7 - - [30/Nov/2026] "GET /health HTTP/1.1" 404 153 "-" "masscan/1.3"', false],
  ['LogProbesFailing', '{"status":404,"method":"GET","path":"/healthz","user_agent":"masscan/1.3"}', false],
  [
    'LogProbesFailing',
    '10.0.0.1 - - [30/Nov/2026] "GET /actuator/health/readiness HTTP/1.1" 503 20 "-" "kube-probe/1.35"',
    true,
  ],
  ['LogProbesFailing', '{"status":503,"method":"GET","path":"/healthz"}', true],
  ['LogProbesFailing', '{"method":"GET","url":"/ready?full","statusCode":500,"level":"info"}', true],
  ['LogProbesFailing', 'level=info method=GET path=/healthz status=503 duration=1ms', true],
  ['LogProbesFailing', '[GIN] 2026/11/30 - 10:00:00 | 503 |     1.2ms |  10.0.0.1 | GET      "/healthz"', true],
  ['LogProbesFailing', 'INFO:     10.0.0.1:4711 - "GET /healthz HTTP/1.1" 503 Service Unavailable', true],
  ['LogProbesFailing', '[GIN] 2026/11/30 - 10:00:00 | 200 |     1.2ms |  10.0.0.1 | GET      "/healthz"', false],
  ['LogProbesFailing', '{"status":200,"path":"/healthz","duration":503}', false],
  ['LogDiskFull', 'write /data/watch/segment-1: no space left on device', true],
  ['LogDiskFull', "ERROR 1114 (HY000): The table 't' is full", true],
  ['LogDiskFull', 'There is not enough space on the disk.', true],
  ['LogDiskFull', 'OSError: [Errno 28] No space left on device', true],
  ['LogDiskFull', 'write failed: Disk quota exceeded', true],
  ['LogDiskFull', 'database or disk is full', true],
  ['LogDiskFull', 'error: failed to watch file "/var/log/pods/a/0.log": no space left on device', false],
  ['LogReadOnlyFileSystem', "OSError: [Errno 30] Read-only file system: '/app/.cache'", true],
  ['LogReadOnlyFileSystem', 'mkdir /cache: read-only file system', true],
  ['LogReadOnlyFileSystem', 'the volume is mounted read-only', false],
  ['LogPythonTraceback', 'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: boom', true],
  ['LogPythonTraceback', 'java.lang.IllegalStateException: boom\n\tat c.e.Shop.main(Shop.java:1)', false],
];
