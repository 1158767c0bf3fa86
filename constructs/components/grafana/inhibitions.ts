import { whileDown } from '../../content/workloads/inhibitions.ts';
import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** Alerts about grafana that inhibit others. */
export const inhibitions: readonly Inhibition[] = [whileDown('GrafanaDown', 'grafana')];
