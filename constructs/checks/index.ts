export type { Check, Contradiction, Draft } from './check.ts';
export * from './finding.ts';
export * from './verified-app.ts';
export * from './verify.ts';
