export { eventually, type Patience } from '../../../ops/lib/eventually.ts';
