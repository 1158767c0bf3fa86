import { walkPromql } from '../../query/promql.ts';
import { durationSeconds } from '../../query/query-literals.ts';
import type { QueryDuration, Span } from '../../query/query-text.ts';
import type { Check, Contradiction } from '../check.ts';
import type { LogqlQuery, PromqlQuery } from '../query-view.ts';
import type { Stack } from '../stack.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A query that looks back further than data is kept, or at too little of it. */
export const looksBackRight: Check = {
  id: 'looks-back-right',
  title:
    'No query looks back further than data is kept, steps over its own range, or leaves lines out between two evaluations.',
  because: 'The result is empty, computed from one sample, or blind for part of each interval.',
  example: {
    change: 'a query compares with 90 days ago',
    plant: asks({ expr: 'sum(up) / sum(up offset 90d)' }),
  },
  find: (stack) => {
    const metrics = retentionOf(stack, 'prometheus.yml', (content) => content.storage?.tsdb?.retention?.time);
    const logs = retentionOf(stack, 'loki.yaml', (content) => content.limits_config?.retention_period);
    const interval = retentionOf(stack, 'loki.yaml', (content) => content.ruler?.evaluation_interval);
    return [
      ...stack.promql.flatMap((query) => inPromql(query, metrics)),
      ...stack.logql.flatMap((query) => inLogql(query, logs, interval)),
    ];
  },
};

function inPromql({ record, expr }: PromqlQuery, kept: number | undefined): Contradiction[] {
  const found: Contradiction[] = [];
  if (!expr) return found;
  walkPromql(expr, (part) => {
    if (part.kind !== 'selector' && part.kind !== 'subquery') return;
    const { range, offset } = part;
    // A record over a long range is right for as much as is kept, and grows with it.
    const length = record.kind === 'record' ? 0 : secondsOf(range);
    found.push(...beyond({ record }, part, secondsOf(offset) + length, kept));
    if (part.kind !== 'subquery' || secondsOf(part.step) < secondsOf(range) || secondsOf(range) === 0) return;
    found.push({
      ...placeOf(record, part),
      value: `${secondsOf(range)} seconds`,
      why: `its step is ${secondsOf(part.step)} seconds: it has one sample`,
      remedy: 'take a longer range, or a shorter step',
    });
  });
  return found;
}

function inLogql({ record, query }: LogqlQuery, kept: number | undefined, interval = 0): Contradiction[] {
  return (query?.pipelines ?? []).flatMap((pipeline) => {
    const range = secondsOf(pipeline.range);
    const isBlind = record.kind === 'alert' && range > 0 && range < interval;
    return [
      ...beyond({ record }, pipeline, secondsOf(pipeline.offset) + range, kept),
      ...(isBlind
        ? [
            {
              ...placeOf(record, pipeline),
              value: `${range} seconds`,
              why: `it is evaluated every ${interval} seconds: no evaluation sees the other lines`,
              remedy: `look back at least ${interval} seconds`,
            },
          ]
        : []),
    ];
  });
}

function beyond(
  { record }: Pick<PromqlQuery, 'record'>,
  span: Span,
  back: number,
  kept: number | undefined,
): Contradiction[] {
  if (kept === undefined || back <= kept) return [];
  const days = (seconds: number) => `${Number((seconds / 86_400).toFixed(1))} days`;
  return [
    {
      ...placeOf(record, span),
      value: days(back),
      why: `only ${days(kept)} are kept`,
      remedy: "look back less, or raise 'retention'",
    },
  ];
}

function secondsOf(duration: QueryDuration | undefined): number {
  return typeof duration === 'number' ? duration : 0;
}

// biome-ignore lint/suspicious/noExplicitAny: a config file, as its program reads it
function retentionOf({ files }: Stack, name: string, field: (content: any) => unknown): number | undefined {
  const [value] = files.filter(({ key }) => key === name).map(({ content }) => field(Object(content)));
  return typeof value === 'string' ? durationSeconds(value) : undefined;
}
