import { addresses } from './planted/addresses.ts';
import { alerts } from './planted/alerts.ts';
import { ofDashboards } from './planted/dashboards.ts';
import type { Planted } from './planted/model.ts';
import { network } from './planted/network.ts';
import { objects } from './planted/objects.ts';
import { sizes } from './planted/sizes.ts';

export { ask, inhibit, tell } from './planted/model.ts';

/** What objects, config files and dashboards may contradict. */
export const PLANTED: Planted = { ...network, ...addresses, ...objects, ...sizes, ...ofDashboards, ...alerts };
