import type { Duration } from 'cdk8s';
import type { Endpoint } from './endpoint.ts';

/** What others need to know of a Prometheus. */
export interface PrometheusApi extends Endpoint<'prometheus'> {
  /** How often jobs are scraped that don't say otherwise. */
  readonly scrapeInterval: Duration;
}
