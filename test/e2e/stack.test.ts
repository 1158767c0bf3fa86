/**
 * The whole installation on a real cluster: the one of the current context. The parts run in the order below.
 *
 * It leaves the cluster as it found it: what was not there before is deleted afterwards, with its data. Alloy's
 * positions stay on the nodes, because a folder of a node goes with no object.
 */
import { allReady, apply, core, DIST } from './lib/cluster.ts';
import { closeForwards } from './lib/http.ts';
import { kubectl } from './lib/kubectl.ts';
import { MONITORING } from './lib/stack.ts';
import './parts/answers.ts';
import './parts/catalogue.ts';
import './parts/dashboards.ts';
import './parts/policies.ts';
import './parts/recovery.ts';
import './parts/changes.ts';
import './parts/pages.ts';
import './parts/attackers.ts';
import './parts/lines.ts';
import './parts/attacks.ts';

let existed: boolean;

beforeAll(async () => {
  const { items } = await core.listNamespace();
  existed = items.some(({ metadata }) => metadata?.name === MONITORING);
  await apply();
  await allReady();
});

afterAll(async () => {
  closeForwards();
  if (!existed) await kubectl(['delete', '-f', DIST, '--ignore-not-found', '--timeout=5m']);
});
