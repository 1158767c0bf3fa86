export * from './alerts.ts';
export * from './applications.ts';
export * from './dashboards.ts';
export * from './logs.ts';
export * from './metrics.ts';
export * from './namespaces.ts';
