import { Duration } from 'cdk8s';

export const EVERYTHING = '{namespace=~".+"}';

/** Every rule reads all lines of its window: evaluated once in that time, it reads each line once. */
export const WINDOW = Duration.minutes(10);

/** A number of lines for each application. */
export const byApp = (logs: string) => `sum by (namespace, app) (count_over_time(${logs} [10m]))`;

/** Lines of each pod, `ago` or now. */
export const byPod = (logs: string, range = '10m', ago?: string) =>
  `sum by (namespace, app, pod) (count_over_time(${logs} [${range}]${ago ? ` offset ${ago}` : ''}))`;

/**
 * Texts, one of which a line contains. With a pattern in one of them, Loki would need a regular expression, which takes ten
 * times as long: the first letter, which may be a capital, is left out. An access log has the words of whoever asks, and a query looks for the same: an
 * alert's, or a person's.
 */
export const oneOf = (...texts: readonly string[]) =>
  `|~ \`${texts.join('|')}\` != "count_over_time" != "/explore?" !~ \`"[A-Z]+ [^" ]+ HTTP/[0-9.]+" [0-9]{3}\``;

/** What a program handled it says at a lower level. */
export const NOT_HANDLED = 'level!~"trace|debug|info|warning"';

/** Memory is out: as Java, Node, Python, PHP, C++, Rust, .NET, Redis and the kernel say it. */
export const OUT_OF_MEMORY = oneOf(
  ...['ut of memory', 'OutOfMemoryE', 'annot allocate memory', 'MemoryError', 'Allowed memory size of', 'bad_alloc'],
  ...['memory allocation of', 'OOM command not allowed'],
  // Flags of Java: ExitOn…, CrashOn…, HeapDumpOn….
).concat(' != "OnOutOfMemoryError"');

const HEALTH =
  '[^ "]*/(healthz?|healthy|health-?check|readyz?|readiness|livez?|liveness|alive)(/[a-z-]+)?/?(\\?[^ "]*)?';

const field = (names: string, value: string) => `"?(${names})"?[:=] ?"?${value}`;
const STATUS = field(
  'status|status_?code|statusCode|code|response_code|http\\.status_code|http_status',
  '5[0-9]{2}\\b',
);
const PATH = field('path|url|uri|request|request_uri|target|route|http\\.target|msg', `(GET |HEAD )?${HEALTH}["\\s]`);

/**
 * A health check that was answered with an error of the server: in an access log, as Gin writes it, in a message, or in fields of
 * JSON and logfmt. Whoever else asks for such a path gets 404 too, so that 4xx count for kubelets only.
 */
export const FAILED_PROBE = [
  '(GET|HEAD) [^ ]+ HTTP/[0-9.]+" [45][0-9]{2} .*kube-probe/',
  `(GET|HEAD) ${HEALTH} (HTTP/[0-9.]+" )?5[0-9]{2}\\b`,
  `\\| +5[0-9]{2} \\|.*(GET|HEAD) +"${HEALTH}"`,
  `${STATUS}.*${PATH}`,
  `${PATH}.*${STATUS}`,
].join('|');

/** Words of lines about health checks, so that others need no regular expression. */
export const PROBES = '|~ `kube-probe/|/health|/read|/live|/alive` != "count_over_time" != "/explore?"';

/** The kernel says of a node without inotify watches left, too, that no space is left: no disk is full then. */
export const WATCHES = '(?i)inotify|fsnotify|(^|[^/\\w.-])watch(er|ers|es|ing)?([^/\\w.-]|$)';

/** A disk is full: as the kernel, MySQL, SQLite, Windows, Elasticsearch and RabbitMQ say it. */
export const DISK_FULL = oneOf(
  ...['o space left on device', 'ENOSPC', 'not enough space on the disk', 'isk quota exceeded', 'isk is full'],
  ...["' is full", 'flood stage disk watermark', 'flood-stage watermark', 'disk resource limit alarm set'],
).concat(` !~ \`${WATCHES}\``);

/**
 * A certificate that a program does not accept: as Go, OpenSSL (Python, PHP, C++, nginx), Node, Java, curl and .NET say it. That
 * somebody else does not accept its own, or that a client shows none that is right, is no trouble of the program.
 */
export const CERTIFICATE_INVALID = oneOf(
  ...['x509: ', 'certificate has expired', 'ertificate verify failed', 'CERTIFICATE_VERIFY_FAILED'],
  ...[
    'SELF_SIGNED_CERT',
    'rror: self-signed certificate',
    'signed certificate in certificate chain',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_HAS_EXPIRED',
  ],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'CERT_ALTNAME_INVALID', 'nable to verify the first certificate'],
  ...['nable to get local issuer certificate', 'PKIX path', 'CertificateExpiredException', 'SSL certificate problem'],
  ...['upstream SSL certificate verify error', 'he remote certificate is invalid'],
).concat(' !~ `TLS handshake error from|remote error: tls|alert (bad )?certificate|client SSL certificate`');

/** A password was wrong: as SSH, PAM, Postgres, MySQL, nginx, Keycloak, Spring, MongoDB, Redis, RabbitMQ and others say it. */
export const LOGIN_FAILED = oneOf(
  ...['Failed password for', 'uthentication failure', 'password authentication failed for', 'Access denied for user'],
  ...[': password mismatch', '" was not found in "', 'LOGIN_ERROR', 'Bad credentials', 'nvalid credentials'],
  ...['uthentication failed', 'WRONGPASS', 'Login failed for user', 'ailed authentication attempt for'],
  ...['nvalid username or password', 'password does not match stored value'],
);

/** A panic of Go: the end of the program, or of a request that a server or Gin recovered from, or of a controller. */
export const PANIC =
  '|~ `panic|fatal error: ` |~ `^(panic: |fatal error: |([0-9/]+ [0-9:.]+ )?http: panic serving |\\[Recovery\\] .*panic recovered|E[0-9]{4} .*Observed a panic)`';
