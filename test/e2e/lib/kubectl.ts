export { kubectl } from '../../../ops/lib/kubectl.ts';
