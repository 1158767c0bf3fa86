export type { Accept } from './accept.ts';
export type { Check, Contradiction, Draft, Place } from './check.ts';
export * from './finding.ts';
export * from './verified-app.ts';
export * from './verify.ts';
