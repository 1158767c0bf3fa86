import type { ScrapeJob } from './job.ts';

/** Pods that ask to be scraped by the annotations `prometheus.io/scrape`, `prometheus.io/port` and `prometheus.io/path`. */
export interface AnnotatedPods {
  /** Namespaces to look in. */
  readonly namespaces: readonly string[];
  /** Ports that the annotation may name: only to these is a connection allowed. */
  readonly ports: readonly number[];
}

/**
 * One job for each namespace, which all share one scrape configuration. The label `job` is the pods' `app.kubernetes.io/name`.
 *
 * @param pods where they are, and on which ports they may be scraped.
 */
export function annotatedPods({ namespaces, ports }: AnnotatedPods): ScrapeJob[] {
  return namespaces.map((namespace) => ({
    job: 'annotated-pods',
    discovery: 'annotated-pods',
    endpoint: {
      protocol: 'metrics',
      to: { namespace },
      ports: ports.map((port) => ({ port })),
      url: `http://pods.${namespace}.svc`,
    },
  }));
}
