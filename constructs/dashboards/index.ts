import type { Dashboard } from '../lib/dashboard.ts';
export const dashboards: readonly Dashboard[] = [{ uid: 'x', title: 'x', json: { uid: 'x', title: 'x', panels: [] , schemaVersion: 41} }];
