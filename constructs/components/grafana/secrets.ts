/** The folder of its volume. */
export const DATA = '/var/lib/grafana';

/** Where the first start leaves the password of `admin`. */
export const PASSWORD_FILE = `${DATA}/admin-password`;

/** What Grafana encrypts secrets in its database with. */
export const KEY_FILE = `${DATA}/secret-key`;

/** The key that everybody knows: Grafana's default. A database that was made with it cannot be read with another. */
const PUBLISHED_KEY = 'SW2YcwTIb9zpOOhoPsMm';

const RANDOM = 'head -c 24 /dev/urandom | base64';

/** Writes a file once: what is there already stays. */
function once(file: string, command: string): string {
  return `test -s ${file} || { ${command} > ${file}.new && mv ${file}.new ${file}; }`;
}

/** 24 random bytes on the volume for each, once: no Secret, no rights to write one, and the same after a restart. */
export const MAKE_SECRETS = [
  'umask 077',
  once(KEY_FILE, `if test -e ${DATA}/grafana.db; then echo ${PUBLISHED_KEY}; else ${RANDOM}; fi`),
  once(PASSWORD_FILE, RANDOM),
].join('; ');
