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

/** A run that fails, and is deleted when the next one does, three minutes later. */
const shortRun = (run: number) => {
  const values = (value: number) => `${'_ '.repeat(run * 3)}${value}x2 stale`;
  const labels = { ...RUN, job_name: `report-${run}` };
  return {
    ...job('failed', { ...labels, condition: 'true' }, values(1)),
    ...job('owner', { ...labels, owner_kind: 'CronJob', owner_name: 'report', owner_is_controller: 'true' }, values(1)),
    ...job('status_start_time', labels, values(run * 180)),
  };
};
const SWEEP = { ...CRON, cronjob: 'sweep' };
const schedule = (labels: Labels, interval: number, last: string) => ({
  ...state('kube_cronjob_status_last_schedule_time', labels, last),
  ...state('kube_cronjob_next_schedule_time', labels, `${Number.parseInt(last, 10) + interval}x200`),
});
const failedAgo = (time: string) =>
  `The CronJob report in shops failed ${time} ago for the last time, and has not succeeded since.`;
const notSucceeded = (name: string, time: string) =>
  `The CronJob ${name} in shops has not succeeded for ${time}, and was started since.`;

export const workloadJobs: TopicCases = {
  alerts: [
    {
      alert: 'JobFailed',
      when: 'it belongs to nobody, and another one to a CronJob',
      series: {
        ...failed(RUN),
        ...ofCron(RUN),
        ...job('status_start_time', RUN, '200x30'),
        ...failed({ ...RUN, job_name: 'migrate' }),
        ...job('status_start_time', { ...RUN, job_name: 'migrate' }, '10x30'),
      },
      at: '10m',
      fires: [
        {
          labels: { ...RUN, job_name: 'migrate' },
          description: 'The Job migrate in shops failed, and Kubernetes does not try it again.',
        },
      ],
    },
    {
      alert: 'JobFailed',
      when: 'it is being tried',
      series: job('failed', { ...OTHER, condition: 'false' }, '1x30'),
      at: '10m',
      fires: [],
    },
    {
      alert: 'CronJobFailing',
      when: 'its newest run failed, after one that succeeded',
      series: {
        ...failed(RUN),
        ...ofCron(RUN),
        ...job('status_start_time', RUN, '200x30'),
        ...state('kube_cronjob_status_last_successful_time', CRON, '100x30'),
      },
      at: '10m',
      fires: [{ labels: CRON, description: failedAgo('6m 40s') }],
    },
    {
      alert: 'CronJobFailing',
      when: 'it never succeeded, and each failed run is deleted for the next one three minutes later',
      series: Object.assign({}, ...Array.from({ length: 10 }, (_, run) => shortRun(run))),
      at: '25m',
      fires: [{ labels: CRON, description: failedAgo('1m 0s') }],
    },
    {
      alert: 'CronJobFailing',
      when: 'a later run succeeded',
      series: {
        ...failed(RUN),
        ...ofCron(RUN),
        ...job('status_start_time', RUN, '200x30'),
        ...state('kube_cronjob_status_last_successful_time', CRON, '300x30'),
      },
      at: '10m',
      fires: [],
    },
    {
      alert: 'CronJobNotSucceeding',
      when: 'two runs failed and left nothing behind, and another CronJob never succeeded',
      series: {
        ...schedule(CRON, 3600, '7200x200'),
        ...state('kube_cronjob_status_last_successful_time', CRON, '60x200'),
        ...schedule(SWEEP, 3600, '7200x200'),
        ...state('kube_cronjob_created', SWEEP, '0x200'),
      },
      at: '160m',
      fires: [
        { labels: CRON, description: notSucceeded('report', '2h 39m 0s') },
        { labels: SWEEP, description: notSucceeded('sweep', '2h 40m 0s') },
      ],
    },
    {
      alert: 'CronJobNotSucceeding',
      when: 'one of a day has not succeeded for three, and only its times are known',
      series: {
        ...state('kube_cronjob_status_last_successful_time', CRON, '0x860'),
        ...state('kube_cronjob_next_schedule_time', CRON, '86400x287 172800x287 259200x287'),
      },
      at: '71h',
      every: '5m',
      fires: [{ labels: CRON, description: notSucceeded('report', '2d 23h 0m 0s') }],
    },
    {
      alert: 'CronJobNotSucceeding',
      when: 'one run failed, it is suspended, it runs, or its weekend is over',
      series: {
        ...schedule(CRON, 3600, '7200x200'),
        ...state('kube_cronjob_status_last_successful_time', CRON, '3660x200'),
        ...schedule(SWEEP, 3600, '7200x200'),
        ...state('kube_cronjob_created', SWEEP, '0x200'),
        ...state('kube_cronjob_spec_suspend', SWEEP, '1x200'),
        ...schedule({ ...CRON, cronjob: 'long' }, 3600, '7200x200'),
        ...state('kube_cronjob_created', { ...CRON, cronjob: 'long' }, '0x200'),
        ...state('kube_cronjob_status_active', { ...CRON, cronjob: 'long' }, '1x200'),
      },
      at: '160m',
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
      when: 'it missed its time, and was run by hand',
      series: {
        ...state('kube_cronjob_next_schedule_time', CRON, '600x60'),
        ...state('kube_cronjob_status_active', CRON, '0x60'),
        ...state('kube_cronjob_status_last_successful_time', CRON, '0x20 1200x40'),
      },
      at: '50m',
      fires: [],
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
