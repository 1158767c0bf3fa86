export { closeForwards, getJson, type Target } from '../../../ops/lib/http.ts';
