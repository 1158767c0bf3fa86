export const EVERYTHING = '{namespace=~".+"}';

/** Without the pods of CronJobs, which end: their names hold the minute for which they were made. */
export const LASTING = '{namespace=~".+", pod!~".+-[0-9]{8}(-[0-9]+)?-[a-z0-9]{5}"}';

/** A number for each application: of lines, or of bytes per second. */
export const byApp = (fn: string, logs: string, range: string) => `sum by (namespace, app) (${fn}(${logs} [${range}]))`;

/** Lines of each pod, `ago` or now. */
export const byPod = (logs: string, range: string, ago?: string) =>
  `sum by (namespace, app, pod) (count_over_time(${logs} [${range}]${ago ? ` offset ${ago}` : ''}))`;

/**
 * Texts, one of which a line contains. Without patterns in them, Loki needs no regular expression: the first letter,
 * which may be a capital, is left out. An access log may quote a query that looks for the same: an alert's, or a person's.
 */
export const oneOf = (...texts: readonly string[]) => `|~ \`${texts.join('|')}\` != "count_over_time" != "/explore?"`;

/**
 * A request of a kubelet, or for a path by the name of a health check, that was answered with an error: in an access log,
 * or with method, path and status in a message.
 */
export const FAILED_PROBE = [
  '(GET|HEAD) [^ ]+ HTTP/[0-9.]+" [45][0-9]{2} .*kube-probe/',
  '(GET|HEAD) [^ ]*/(health|ready|live)[a-z]{0,4} (HTTP/[0-9.]+" )?[45][0-9]{2}\\b',
].join('|');

/** The kernel says of a node without inotify watches left, too, that no space is left: no disk is full then. */
export const WATCHES = '(?i)inotify|fsnotify|\\bwatch(er|ers|es|ing)?\\b';
