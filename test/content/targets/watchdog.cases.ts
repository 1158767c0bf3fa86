import type { TopicCases } from '../../lib/alerts/case.ts';

export const watchdog: TopicCases = {
  alerts: [
    {
      alert: 'Watchdog',
      when: 'always',
      series: {},
      at: '1m',
      fires: [
        {
          labels: {},
          description: 'This alert always fires. If Watchdog stops arriving, alerts are not evaluated or not sent.',
        },
      ],
    },
  ],
};
