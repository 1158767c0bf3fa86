import type { TopicCases } from './case.ts';
import { watchdog } from './watchdog.ts';

/** The cases of each topic. */
export const topics: readonly TopicCases[] = [watchdog];

export const alertCases = topics.flatMap(({ alerts = [] }) => alerts);
export const recordCases = topics.flatMap(({ records = [] }) => records);
