/** The typed Kubernetes API, that of 1.28, from one import path. */
export { k8s } from 'cdk8s-plus-28';
