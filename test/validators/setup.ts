import { missing } from './tools.ts';

/** Reports once, before all tests, which validators are missing. */
export default function setup(): void {
  for (const validator of missing()) console.log(`skipped: ${validator}`);
}
