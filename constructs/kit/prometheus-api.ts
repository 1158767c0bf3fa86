import { Duration } from 'cdk8s';
import { ANYWHERE, type Endpoint, isEndpoint } from './endpoint.ts';
import { kind, type Read } from './read.ts';
import { isDuration } from './values.ts';

/** What other components need of a Prometheus. */
export interface PrometheusApi extends Endpoint<'prometheus'> {
  /** Scrape interval of jobs without one of their own. */
  readonly scrapeInterval: Duration;
}

/** The API of a Prometheus. @internal */
export const PROMETHEUS_API: Read<PrometheusApi> = kind(
  (value) => isEndpoint(value) && value.protocol === 'prometheus' && isDuration(Reflect.get(value, 'scrapeInterval')),
  'the API of a Prometheus; for example prometheus.api',
  {
    ...{ protocol: 'prometheus', to: ANYWHERE, ports: [{ port: 80 }], url: 'http://stand-in.invalid' },
    scrapeInterval: Duration.seconds(15),
  },
);
