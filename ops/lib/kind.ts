/** The cluster of kind.yaml. */
export const KIND_CLUSTER = 'monitoring';

/** The kube context that kind creates for it. */
export const KIND_CONTEXT = `kind-${KIND_CLUSTER}`;
