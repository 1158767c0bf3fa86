import { withFiles } from '../lib/files.ts';
import { run, type Verdict } from './tools.ts';

type Files = Readonly<Record<string, string>>;

/** What promtool says of a prometheus.yml with its files of rules, by their names. */
export function checkPrometheus(config: string, rules: Files): Verdict {
  const files = {
    ...Object.fromEntries(Object.entries(rules).map(([name, text]) => [`rules/${name}`, text])),
    'serviceaccount/token': 't',
    'serviceaccount/ca.crt': CERTIFICATE,
  };
  return withFiles(files, (folder) => {
    const text = config
      .replaceAll('/etc/prometheus/rules', `${folder}/rules`)
      .replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', `${folder}/serviceaccount`);
    return withFiles({ 'prometheus.yml': text }, (root) =>
      run('promtool', ['check', 'config', '--lint=all', '--lint-fatal', `${root}/prometheus.yml`]),
    );
  });
}

/** What amtool says of an alertmanager.yml. */
export function checkAlertmanager(config: string): Verdict {
  return withFiles({ 'alertmanager.yml': config }, (root) =>
    run('amtool', ['check-config', `${root}/alertmanager.yml`]),
  );
}

/** What Loki says of a loki.yaml. */
export function checkLoki(config: string): Verdict {
  return withFiles({ 'loki.yaml': config }, (root) =>
    run('loki', ['-verify-config', `-config.file=${root}/loki.yaml`]),
  );
}

/** What kubeconform says of some files by the schemas of a Kubernetes, such as `1.34`. */
export function checkObjects(version: string, files: Files, options: readonly string[] = []): Verdict {
  const schemas = ['-schema-location', `test/schemas/${version}.json`];
  return withFiles(files, (folder) => run('kubeconform', ['-strict', '-summary', ...schemas, ...options, folder]));
}

/** A certificate that only has to parse. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdTCCARugAwIBAgIUQ9ZgbJDslv2+4HxGegovNYbNU40wCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjQwNzE1MjhaGA8yMTI2MTAzMTA3MTUy
OFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFtK
Iu40MOtsz1uGPcGsmro8oE/Ji5yTVThbbhUYlBSG6BOUPJMw6fq38LmdY9ztf6kr
trRVtYKGSKUxHPh5HiWjUzBRMB0GA1UdDgQWBBQfOfdvMiOs4+soriN7avK81WZw
hTAfBgNVHSMEGDAWgBQfOfdvMiOs4+soriN7avK81WZwhTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0gAMEUCIEC4o4Ch8GeLZczZAnhN70Sm6IpHfbwBEklC
eWFTjCOJAiEApauPcrv6SaU/+IDVxdQwnmgNK2IrDZNS1+qkpdr1LRQ=
-----END CERTIFICATE-----
`;
