import { nearest } from '../../query/nearest.ts';
import type { PromSelector } from '../../query/promql.ts';
import { takes } from '../../query/query-matcher.ts';
import type { Matcher } from '../../query/query-text.ts';
import { variablesIn } from '../../query/query-variables.ts';
import type { Check, Contradiction } from '../check.ts';
import { alertNames } from '../objects/rule-files.ts';
import type { Stack } from '../stack.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

type Reason = Pick<Contradiction, 'why' | 'remedy'>;

/** A matcher whose value no series has. */
export const valueExists: Check = {
  id: 'value-exists',
  title: 'Every matcher asks for a value that its label can have, as far as the values are known.',
  because: 'A matcher of another value matches nothing, and an alert over it never fires.',
  example: {
    change: "a query counts requests with the matcher le='1'",
    plant: asks({ expr: 'rate(prometheus_http_request_duration_seconds_bucket{le="1"}[5m])' }),
  },
  find: (stack) => {
    const alerts = alertNames(stack);
    return stack.promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? []).flatMap(({ selector }) =>
        selector.matchers
          .filter(({ value }) => variablesIn(value).length === 0)
          .flatMap((matcher) => {
            const reason =
              ofSelector(selector, matcher) ??
              ofBound(stack, selector, matcher) ??
              ofNamespace(stack, selector, matcher) ??
              ofAlert(selector, matcher, alerts);
            return reason ? [{ ...placeOf(record, matcher), value: shown(matcher), ...reason }] : [];
          }),
      ),
    );
  },
};

function shown({ label, op, value }: Matcher): string {
  return `${label}${op}"${value}"`;
}

/** Two matchers of one label that exclude each other. */
function ofSelector({ matchers }: PromSelector, matcher: Matcher): Reason | undefined {
  if (matcher.op !== '=') return undefined;
  const other = matchers.find((one) => one.label === matcher.label && one !== matcher && !takes(one, matcher.value));
  if (!other || variablesIn(other.value).length > 0) return undefined;
  return { why: `${shown(other)} excludes it: nothing matches both`, remedy: 'take one of both out' };
}

/** Bounds of histograms and quantiles of summaries are numbers with a decimal point, whatever the target writes. */
function ofBound(
  { jobs }: Stack,
  { name = '', matchers }: PromSelector,
  { label, op, value }: Matcher,
): Reason | undefined {
  if ((label !== 'le' && label !== 'quantile') || op !== '=') return undefined;
  if (/^-?\d+$/.test(value))
    return { why: 'Prometheus stores whole numbers with a decimal point', remedy: `write "${value}.0"` };
  const metric = name.replace(/_bucket$/, '');
  if (label !== 'le' || metric === name) return undefined;
  const ofJob = matchers.filter((one) => one.label === 'job' && variablesIn(one.value).length === 0);
  const asked = jobs.filter(({ job }) => ofJob.every((one) => takes(one, job)));
  const known = asked.flatMap(({ exposes }) => (exposes?.[metric] ? [exposes[metric]] : []));
  if (known.length === 0 || known.some(({ buckets }) => buckets === undefined)) return undefined;
  const bounds = [...new Set(known.flatMap(({ buckets = [] }) => buckets))].sort((a, b) => a - b);
  if (value === '+Inf' || bounds.includes(Number(value))) return undefined;
  return { why: `${metric} has no bucket with this bound`, remedy: `its bounds are ${bounds.map(decimal).join(', ')}` };
}

function decimal(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

/** The namespace of a job whose pods are all in another. */
function ofNamespace({ jobs }: Stack, { matchers }: PromSelector, matcher: Matcher): Reason | undefined {
  if (matcher.label !== 'namespace' || !/^=~?$/.test(matcher.op)) return undefined;
  const ofJob = matchers.filter(({ label, value }) => label === 'job' && variablesIn(value).length === 0);
  if (ofJob.length === 0) return undefined;
  const asked = jobs.filter(({ job }) => ofJob.every((one) => takes(one, job)));
  const namespaces = asked.map(({ discovery, endpoint: { to } }) =>
    discovery === 'pods' && typeof to === 'object' && 'namespace' in to ? to.namespace : undefined,
  );
  if (namespaces.length === 0 || namespaces.some((one) => one === undefined || takes(matcher, one))) return undefined;
  return {
    why: `the pods of ${asked.map(({ job }) => job).join(', ')} are not there`,
    remedy: `they are in ${[...new Set(namespaces)].join(', ')}`,
  };
}

/** `ALERTS` of an alert or of a state that does not exist. One that the installation disables never fires, which is right. */
function ofAlert({ name = '' }: PromSelector, matcher: Matcher, alerts: ReadonlySet<string>): Reason | undefined {
  if (!/^ALERTS(_FOR_STATE)?$/.test(name) || !/^=~?$/.test(matcher.op)) return undefined;
  const known = matcher.label === 'alertname' ? alerts : matcher.label === 'alertstate' ? STATES : undefined;
  if (!known || [...known].some((one) => takes(matcher, one))) return undefined;
  const meant = nearest(matcher.value, known);
  return {
    why: known === alerts ? 'no alert has this name' : 'no alert has this state',
    remedy: meant ? `did you mean ${meant}?` : known === alerts ? 'take it out' : 'the states are pending, firing',
  };
}

const STATES: ReadonlySet<string> = new Set(['pending', 'firing']);
