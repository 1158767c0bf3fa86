import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { output } from './fixture.ts';

/** Removes what setup.ts built. */
export default function teardown(): void {
  rmSync(dirname(output()), { recursive: true, force: true });
}
