import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const POD = { job: 'guard', namespace: 'monitoring', pod: 'loki-a', app: 'loki', container: 'guard' };

const requests = (server: string, handler: string, code: string, method = 'GET') =>
  series('caddy_http_request_duration_seconds_count', { ...POD, server, handler, code, method });

export const guard: TopicCases = {
  alerts: [
    {
      alert: 'GuardRefusesRequests',
      when: 'all requests pass, and Loki itself refuses some',
      series: { [requests('query', 'vars', '200')]: '0+9x30', [requests('query', 'vars', '403')]: '0+9x30' },
      at: '20m',
      fires: [],
    },
    {
      alert: 'GuardRefusesRequests',
      when: 'somebody in the place of Grafana tries to stop Loki, once',
      series: {
        [requests('query', 'vars', '200')]: '0+9x30',
        [requests('query', 'static_response', '403')]: '_x15 1x15',
        [requests('query', 'static_response', '403', 'POST')]: '_x15 2x15',
        [requests('push', 'static_response', '403', 'POST')]: '3x30',
      },
      at: '18m',
      fires: [
        {
          labels: { namespace: 'monitoring', app: 'loki', server: 'query' },
          description:
            'On the port query of loki in monitoring, 3 requests were refused within 10 minutes. Only the pods that the network policies name reach it.',
        },
      ],
    },
  ],
};
