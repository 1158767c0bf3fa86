import type { ScrapeJob, ScrapeLimits } from './job.ts';

/** Pods that opt in to scraping by the annotations `prometheus.io/scrape`, `prometheus.io/port` and `prometheus.io/path`. */
export interface AnnotatedPods {
  /** Namespaces of the pods. */
  readonly namespaces: readonly string[];
  /** Ports that the annotation may name: connections to others are denied. */
  readonly ports: readonly number[];
  /** Limits of each pod that differ from the defaults. @default - those of any application: see `ScrapeSettings`. */
  readonly limits?: Partial<ScrapeLimits>;
}

/**
 * One job per namespace, all in one scrape configuration. The label `job` is the pods' `app.kubernetes.io/name`, or
 * `annotated-pods` where another job has that name.
 *
 * @param pods their namespaces, and the ports that may be scraped.
 */
export function annotatedPods({ namespaces, ports, limits }: AnnotatedPods): ScrapeJob[] {
  return namespaces.map((namespace) => ({
    job: 'annotated-pods',
    discovery: 'annotated-pods',
    ...(limits && { limits }),
    endpoint: {
      protocol: 'metrics',
      to: { namespace },
      ports: ports.map((port) => ({ port })),
      url: `http://pods.${namespace}.svc`,
    },
  }));
}
