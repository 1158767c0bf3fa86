import type { TopicCases } from '../../lib/alerts/case.ts';
import type { Labels } from '../../lib/alerts/series.ts';
import { state } from '../../lib/alerts/state.ts';

const RUN = { namespace: 'shops', job_name: 'report-1' };
const OTHER = { namespace: 'shops', job_name: 'report-2' };
const CRON = { namespace: 'shops', cronjob: 'report' };

const job = (metric: string, labels: Labels, values: string) => state(`kube_job_${metric}`, labels, values);
const failed = (labels: Labels) => ({
  ...job('failed', { ...labels, condition: 'true' }, '1x30'),
  ...job('failed', { ...labels, condition: 'false' }, '0x30'),
});
const ofCron = (labels: Labels) =>
  job('owner', { ...labels, owner_kind: 'CronJob', owner_name: 'report', owner_is_controller: 'true' }, '1x30');

export const workloadJobs: TopicCases = {
  alerts: [
    {
      alert: 'JobFailed',
      when: 'the newest run of a CronJob, after one that succeeded, and a Job without one',
      series: {
        ...failed(RUN),
        ...ofCron(RUN),
        ...job('status_start_time', RUN, '200x30'),
        ...state('kube_cronjob_status_last_successful_time', CRON, '100x30'),
        ...failed({ ...RUN, job_name: 'migrate' }),
        ...job('status_start_time', { ...RUN, job_name: 'migrate' }, '10x30'),
      },
      at: '10m',
      fires: [
        { labels: RUN, description: 'The Job report-1 in shops failed, and Kubernetes does not try it again.' },
        {
          labels: { ...RUN, job_name: 'migrate' },
          description: 'The Job migrate in shops failed, and Kubernetes does not try it again.',
        },
      ],
    },
    {
      alert: 'JobFailed',
      when: 'a later run succeeded, and another is being tried',
      series: {
        ...failed(RUN),
        ...ofCron(RUN),
        ...job('status_start_time', RUN, '200x30'),
        ...state('kube_cronjob_status_last_successful_time', CRON, '300x30'),
        ...job('failed', { ...OTHER, condition: 'false' }, '1x30'),
      },
      at: '10m',
      fires: [],
    },
    {
      alert: 'JobRunningLong',
      when: 'it started thirteen hours ago',
      series: { ...job('status_start_time', RUN, '0x800'), ...job('status_active', RUN, '1x800') },
      at: '780m',
      fires: [{ labels: RUN, description: 'The Job report-1 in shops started 13h 0m 0s ago and is still running.' }],
    },
    {
      alert: 'JobRunningLong',
      when: 'it ended long ago, or started six hours ago',
      series: {
        ...job('status_start_time', RUN, '0x800'),
        ...job('status_active', RUN, '0x800'),
        ...job('status_start_time', OTHER, '25200x800'),
        ...job('status_active', OTHER, '1x800'),
      },
      at: '780m',
      fires: [],
    },
    {
      alert: 'CronJobNotRunning',
      when: 'its time was half an hour ago',
      series: {
        ...state('kube_cronjob_next_schedule_time', CRON, '600x60'),
        ...state('kube_cronjob_status_active', CRON, '0x60'),
      },
      at: '40m',
      fires: [{ labels: CRON, description: 'The CronJob report in shops should have started 30m 0s ago.' }],
    },
    {
      alert: 'CronJobNotRunning',
      when: 'it waits for its last run, or its time comes',
      series: {
        ...state('kube_cronjob_next_schedule_time', CRON, '600x60'),
        ...state('kube_cronjob_status_active', CRON, '1x60'),
        ...state('kube_cronjob_next_schedule_time', { ...CRON, cronjob: 'sweep' }, '3000x60'),
        ...state('kube_cronjob_status_active', { ...CRON, cronjob: 'sweep' }, '0x60'),
      },
      at: '40m',
      fires: [],
    },
  ],
};
