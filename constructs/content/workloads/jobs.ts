import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';

const dashboard: Alert['dashboard'] = { uid: 'namespace', choose: { namespace: 'namespace' } };

const of = (metric: string) => `max by (namespace, job_name) (kube_job_${metric}{${STATE}})`;

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
# Its CronJob has succeeded since.
unless on (namespace, job_name) (
  max by (namespace, job_name, cronjob) (
    ${of('status_start_time')} * on (namespace, job_name) group_right ()
    label_replace(kube_job_owner{${STATE}, owner_kind="CronJob"}, "cronjob", "$1", "owner_name", "(.+)")
  )
  < on (namespace, cronjob) group_left ()
  max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{${STATE}})
)`,
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
      name: 'CronJobNotRunning',
      summary: 'A CronJob did not start when it should have.',
      description:
        'The CronJob {{ $labels.cronjob }} in {{ $labels.namespace }} should have started {{ $value | humanizeDuration }} ago.',
      expr: `time() - max by (namespace, cronjob) (kube_cronjob_next_schedule_time{${STATE}})
# It waits for its last run: JobRunningLong tells when that takes too long.
unless on (namespace, cronjob) kube_cronjob_status_active{${STATE}} > 0`,
      above: 900,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
