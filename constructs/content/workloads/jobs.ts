import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';

const dashboard: Alert['dashboard'] = { uid: 'namespace', choose: { namespace: 'namespace' } };

const of = (metric: string) => `max by (namespace, job_name) (kube_job_${metric}{${STATE}})`;

const ofCron = (metric: string) => `max by (namespace, cronjob) (kube_cronjob_${metric}{${STATE}})`;

const SUCCEEDED = ofCron('status_last_successful_time');

/** When the newest failed run of a CronJob began. Runs may be deleted minutes after they failed. */
const FAILED_RUN = `max by (namespace, cronjob) (
  label_replace(
    max by (namespace, job_name, owner_name) (max_over_time(kube_job_owner{${STATE}, owner_kind="CronJob"}[15m])),
    "cronjob", "$1", "owner_name", "(.+)"
  )
  * on (namespace, job_name) group_left ()
  max by (namespace, job_name) (max_over_time(kube_job_status_start_time{${STATE}}[15m]))
  and on (namespace, job_name) max_over_time(kube_job_failed{${STATE}, condition="true"}[15m]) == 1
)`;

/** Do Jobs and CronJobs complete? */
export const jobs = {
  name: 'jobs',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'JobFailed',
      summary: 'A Job has failed for good.',
      description:
        'The Job {{ $labels.job_name }} in {{ $labels.namespace }} failed, and Kubernetes does not try it again.',
      expr: `max by (namespace, job_name) (kube_job_failed{${STATE}, condition="true"}) == 1
# Of those of CronJobs, CronJobFailing tells.
unless on (namespace, job_name) kube_job_owner{${STATE}, owner_kind="CronJob"}`,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'JobRunningLong',
      summary: 'A Job has been running for so long that it may never end.',
      description:
        'The Job {{ $labels.job_name }} in {{ $labels.namespace }} started {{ $value | humanizeDuration }} ago and is still running.',
      expr: `time() - ${of('status_start_time')}
and on (namespace, job_name) ${of('status_active')} > 0`,
      above: 43_200,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'CronJobFailing',
      summary: 'The last run of a CronJob has failed.',
      description:
        'The CronJob {{ $labels.cronjob }} in {{ $labels.namespace }} failed {{ $value | humanizeDuration }} ago for the last time, and has not succeeded since.',
      expr: `time() - (
  ${FAILED_RUN}
  unless on (namespace, cronjob) ${FAILED_RUN} <= on (namespace, cronjob) ${SUCCEEDED}
)`,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'CronJobNotSucceeding',
      summary: 'A CronJob has not succeeded for longer than its schedule allows.',
      description:
        'The CronJob {{ $labels.cronjob }} in {{ $labels.namespace }} has not succeeded for {{ $value | humanizeDuration }}, and was started since.',
      // One run may be under way, and one may have failed: two more are too many.
      expr: `(
  time() - (${SUCCEEDED} or ${ofCron('created')})
  and on (namespace, cronjob) (
    ${ofCron('status_last_schedule_time')} - (${SUCCEEDED} or ${ofCron('created')})
    > 1.5 * (${ofCron('next_schedule_time')} - ${ofCron('status_last_schedule_time')})
    or max by (namespace, cronjob) (changes(kube_cronjob_next_schedule_time{${STATE}}[2d])) > 1 and ${SUCCEEDED} < time() - 2 * 86400
  )
)
unless on (namespace, cronjob) kube_cronjob_spec_suspend{${STATE}} == 1
unless on (namespace, cronjob) kube_cronjob_status_active{${STATE}} > 0`,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'CronJobNotRunning',
      summary: 'A CronJob did not start when it should have.',
      description:
        'The CronJob {{ $labels.cronjob }} in {{ $labels.namespace }} should have started {{ $value | humanizeDuration }} ago.',
      expr: `time() - ${ofCron('next_schedule_time')}
# It waits for its last run: JobRunningLong tells when that takes too long.
unless on (namespace, cronjob) kube_cronjob_status_active{${STATE}} > 0
# It has run since, by hand.
unless on (namespace, cronjob) ${SUCCEEDED} > on (namespace, cronjob) ${ofCron('next_schedule_time')}`,
      above: 900,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
