import type { Content } from '../../kit/component.ts';
import { workloads as rules } from './alerts.ts';
import { containers } from './containers.ts';
import { workload } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';
import { jobs } from './jobs.ts';
import { namespace } from './namespace-dashboard.ts';
import { applicationWorkloads } from './owners.ts';
import { pods } from './pods.ts';
import { pods as podsDashboard } from './pods-dashboard.ts';
import { scaling } from './scaling.ts';

/** Pods, and the workloads that they belong to. */
export const workloads = {
  name: 'workloads',
  rules: [pods, containers, rules, applicationWorkloads, jobs, scaling],
  inhibitions,
  dashboards: [workload, namespace, podsDashboard],
} as const satisfies Content;
