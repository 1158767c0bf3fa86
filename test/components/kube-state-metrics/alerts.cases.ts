import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const TARGET = { job: 'kube-state-metrics', instance: '10.0.0.1:8080' };
const POD = { job: 'kube-state-metrics-telemetry', namespace: 'monitoring', pod: 'kube-state-metrics-a' };

const reads = (verb: 'list' | 'watch', resource: string, result: string) =>
  series(`kube_state_metrics_${verb}_total`, { ...POD, resource, result });

export const kubeStateMetrics: TopicCases = {
  alerts: [
    {
      alert: 'KubeStateMetricsDown',
      when: 'its only pod does not answer, and then is gone',
      series: { [series('up', TARGET)]: '1x5 0x5 stale' },
      at: '22m',
      fires: [
        {
          labels: { job: 'kube-state-metrics' },
          description:
            'No pod of the job kube-state-metrics has answered for 15 minutes. Alerts over pods, workloads and nodes are silent.',
        },
      ],
    },
    {
      alert: 'KubeStateMetricsDown',
      when: 'one of two pods answers',
      series: { [series('up', TARGET)]: '0x30', [series('up', { ...TARGET, instance: '10.0.0.2:8080' })]: '1x30' },
      at: '22m',
      fires: [],
    },
    {
      alert: 'KubeStateMetricsCannotRead',
      when: 'it may not list jobs, and cannot watch half of the nodes',
      series: {
        [reads('list', '*v1.Job', 'error')]: '0+1x60',
        [reads('list', '*v1.Pod', 'success')]: '0+1x60',
        [reads('watch', '*v1.Node', 'error')]: '0+1x60',
        [reads('watch', '*v1.Node', 'success')]: '0+1x60',
        [reads('watch', '*v1.Pod', 'success')]: '0+1x60',
      },
      at: '40m',
      fires: [
        {
          labels: { ...POD, resource: '*v1.Job' },
          description: '100% of the requests of kube-state-metrics-a for *v1.Job fail.',
        },
        {
          labels: { ...POD, resource: '*v1.Node' },
          description: '50% of the requests of kube-state-metrics-a for *v1.Node fail.',
        },
      ],
    },
    {
      alert: 'KubeStateMetricsCannotRead',
      when: 'one watch and one list in twenty fail',
      series: {
        [reads('watch', '*v1.Pod', 'error')]: '0+1x60',
        [reads('watch', '*v1.Pod', 'success')]: '0+19x60',
        [reads('list', '*v1.Job', 'error')]: '0+1x60',
        [reads('list', '*v1.Job', 'success')]: '0+19x60',
      },
      at: '40m',
      fires: [],
    },
  ],
};
