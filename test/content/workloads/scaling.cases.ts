import type { TopicCases } from '../../lib/alerts/case.ts';
import { state } from '../../lib/alerts/state.ts';

const BUDGET = { namespace: 'shops', poddisruptionbudget: 'shop' };
const SCALER = { namespace: 'shops', horizontalpodautoscaler: 'shop' };
const FIXED = { namespace: 'shops', horizontalpodautoscaler: 'stall' };

const budget = (labels: typeof BUDGET, desired: number, current: number, expected: number, allowed: number) => ({
  ...state('kube_poddisruptionbudget_status_desired_healthy', labels, `${desired}x100`),
  ...state('kube_poddisruptionbudget_status_current_healthy', labels, `${current}x100`),
  ...state('kube_poddisruptionbudget_status_expected_pods', labels, `${expected}x100`),
  ...state('kube_poddisruptionbudget_status_pod_disruptions_allowed', labels, `${allowed}x100`),
});
const scaler = (labels: typeof SCALER, least: number, most: number, current: string) => ({
  ...state('kube_horizontalpodautoscaler_spec_min_replicas', labels, `${least}x100`),
  ...state('kube_horizontalpodautoscaler_spec_max_replicas', labels, `${most}x100`),
  ...state('kube_horizontalpodautoscaler_status_current_replicas', labels, current),
});
const wants = (labels: typeof SCALER, values: string) =>
  state('kube_horizontalpodautoscaler_status_desired_replicas', labels, values);
const condition = (labels: typeof SCALER, name: string, values: string) =>
  state('kube_horizontalpodautoscaler_status_condition', { ...labels, condition: name, status: 'false' }, values);

export const workloadScaling: TopicCases = {
  alerts: [
    {
      alert: 'DisruptionBudgetBlocks',
      when: 'it asks for both of two pods, and another allows one',
      series: { ...budget(BUDGET, 2, 2, 2, 0), ...budget({ ...BUDGET, poddisruptionbudget: 'stall' }, 1, 2, 2, 1) },
      at: '61m',
      fires: [
        {
          labels: BUDGET,
          description:
            'The budget shop in shops allows no disruption, although all 2 pods that it asks for are healthy.',
        },
      ],
    },
    {
      alert: 'DisruptionBudgetBlocks',
      when: 'one of two pods is not healthy, there is nothing to protect, or it keeps the only pod',
      series: {
        ...budget(BUDGET, 1, 1, 2, 0),
        ...budget({ ...BUDGET, poddisruptionbudget: 'stall' }, 0, 0, 0, 0),
        ...budget({ ...BUDGET, poddisruptionbudget: 'zero' }, 1, 0, 0, 0),
        ...budget({ ...BUDGET, poddisruptionbudget: 'single' }, 1, 1, 1, 0),
      },
      at: '61m',
      fires: [],
    },
    {
      alert: 'DisruptionBudgetUnmet',
      when: 'it asks for three pods, and one is healthy',
      series: budget(BUDGET, 3, 1, 3, 0),
      at: '31m',
      fires: [{ labels: BUDGET, description: 'The budget shop in shops has lacked 2 healthy pods for half an hour.' }],
    },
    {
      alert: 'DisruptionBudgetUnmet',
      when: 'it is met, or everything is scaled to nothing',
      series: { ...budget(BUDGET, 2, 2, 3, 0), ...budget({ ...BUDGET, poddisruptionbudget: 'zero' }, 1, 0, 0, 0) },
      at: '40m',
      fires: [],
    },
    {
      alert: 'AutoscalerReplicasMismatch',
      when: 'it wants five pods and has three for an hour',
      series: { ...scaler(SCALER, 1, 9, '3x100'), ...wants(SCALER, '5x100') },
      at: '61m',
      fires: [
        {
          labels: SCALER,
          description:
            'The autoscaler shop in shops has 3 pods, has wanted another number of them for half an hour, and nothing moves.',
        },
      ],
    },
    {
      alert: 'AutoscalerReplicasMismatch',
      when: 'pods come one by one, or cannot be made, and DeploymentReplicasMissing tells',
      series: {
        ...scaler(SCALER, 1, 60, '1+0.1x100'),
        ...wants(SCALER, '50x100'),
        ...scaler(FIXED, 1, 9, '3x100'),
        ...wants(FIXED, '5x100'),
        ...state(
          'kube_horizontalpodautoscaler_info',
          { ...FIXED, scaletargetref_kind: 'Deployment', scaletargetref_name: 'stall' },
          '1x100',
        ),
        ...state('kube_deployment_spec_replicas', { namespace: 'shops', deployment: 'stall' }, '5x100'),
        ...state('kube_deployment_status_replicas', { namespace: 'shops', deployment: 'stall' }, '3x100'),
      },
      at: '61m',
      fires: [],
    },
    {
      alert: 'AutoscalerAtLimit',
      when: 'it has run all of its five pods for half an hour',
      series: scaler(SCALER, 2, 5, '2x10 5x60'),
      at: '45m',
      fires: [
        {
          labels: SCALER,
          description:
            'The autoscaler shop in shops has run all of its 5 pods for half an hour. More load makes them slow.',
        },
      ],
    },
    {
      alert: 'AutoscalerAtLimit',
      when: 'a peak lasts twenty minutes, or its bounds are the same',
      series: { ...scaler(SCALER, 2, 5, '2x10 5x20 4x60'), ...scaler(FIXED, 3, 3, '3x100') },
      at: '45m',
      fires: [],
    },
    {
      alert: 'AutoscalerCannotScale',
      when: 'its metric is missing',
      series: {
        ...condition(SCALER, 'ScalingActive', '1x30'),
        ...condition(SCALER, 'AbleToScale', '0x30'),
        ...condition(SCALER, 'ScalingLimited', '1x30'),
        ...scaler(SCALER, 2, 5, '2x30'),
      },
      at: '16m',
      fires: [
        {
          labels: { ...SCALER, condition: 'ScalingActive' },
          description: 'The condition ScalingActive of the autoscaler shop in shops is false.',
        },
      ],
    },
    {
      alert: 'AutoscalerCannotScale',
      when: 'it is scaled to nothing, or its metric comes five minutes late',
      series: {
        ...condition(SCALER, 'ScalingActive', '1x30'),
        ...scaler(SCALER, 2, 5, '0x30'),
        ...condition(FIXED, 'ScalingActive', '1x5 0x30'),
        ...scaler(FIXED, 3, 4, '3x30'),
      },
      at: '16m',
      fires: [],
    },
  ],
};
