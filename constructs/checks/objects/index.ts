import type { Check } from '../check.ts';
import { addressResolves } from './address-resolves.ts';
import { alertReachesReceiver } from './alert-reaches-receiver.ts';
import { connectionAllowed } from './connection-allowed.ts';
import { connectionDeclared } from './connection-declared.ts';
import { dataSourceProvisioned } from './data-source-provisioned.ts';
import { edgeUsed } from './edge-used.ts';
import { fileReadable } from './file-readable.ts';
import { hostPortFree } from './host-port-free.ts';
import { inhibitionApplies } from './inhibition-applies.ts';
import { linkResolves } from './link-resolves.ts';
import { mountExists } from './mount-exists.ts';
import { namespaceExists } from './namespace-exists.ts';
import { panelLabelExists } from './panel-labels.ts';
import { panelUnitFits } from './panel-units.ts';
import { permissionsExact } from './permissions-exact.ts';
import { podIsolated } from './pod-isolated.ts';
import { privilegedNeeded } from './privileged-needed.ts';
import { probePortDeclared } from './probe-port-declared.ts';
import { requestsFit } from './requests-fit.ts';
import { serviceHitsPods } from './service-hits-pods.ts';
import { sizes } from './sizes.ts';
import { templateLabelExists } from './template-labels.ts';
import { templateValid } from './template-valid.ts';
import { uniqueIds } from './unique-ids.ts';
import { valueAccepted } from './value-accepted.ts';
import { variableDefined } from './variable-defined.ts';
import { variableValid } from './variable-valid.ts';

/** The checks of objects, config files and dashboards. */
export const OBJECT_CHECKS: readonly Check[] = [
  connectionAllowed,
  connectionDeclared,
  edgeUsed,
  podIsolated,
  privilegedNeeded,
  addressResolves,
  serviceHitsPods,
  probePortDeclared,
  hostPortFree,
  mountExists,
  fileReadable,
  valueAccepted,
  namespaceExists,
  permissionsExact,
  sizes,
  requestsFit,
  dataSourceProvisioned,
  uniqueIds,
  variableDefined,
  variableValid,
  panelLabelExists,
  panelUnitFits,
  linkResolves,
  alertReachesReceiver,
  inhibitionApplies,
  templateValid,
  templateLabelExists,
];
