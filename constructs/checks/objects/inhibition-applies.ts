import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import { alertLabels, OF_EVERY_ALERT } from './alert-labels.ts';
import { alertsAskedBy, matches } from './routing.ts';
import { alertNames, ruleGroupsOf } from './rule-files.ts';

/** One entry of `inhibit_rules`. */
interface InhibitRule {
  readonly source_matchers?: readonly string[];
  readonly target_matchers?: readonly string[];
  readonly equal?: readonly string[];
}

/** What a check of an inhibition receives. */
interface Named {
  readonly causes: readonly string[];
  readonly effects: readonly string[];
  readonly equal: readonly string[];
  /** Labels that the cause must have. */
  readonly where: readonly string[];
}

/** An inhibition that never mutes an alert, or mutes all of them. */
export const inhibitionApplies: Check = {
  id: 'inhibition-applies',
  title:
    'Every inhibition names alerts that exist, or that the stack contains and the installation disables; both have the labels under `equal`.',
  because:
    'An unknown alert inhibits nothing, and a label that only one of them has is never equal. One that neither has is always equal: the cause then mutes the effects everywhere.',
  example: {
    change: "'LokiDown' inhibits 'AloySilent'",
    plant: ({ files }) => {
      for (const { configMap, key, content } of files) {
        if (configMap !== 'alertmanager-config' || key !== 'alertmanager.yml') continue;
        (content as { inhibit_rules: object[] }).inhibit_rules.push({
          source_matchers: ['alertname="LokiDown"'],
          target_matchers: ['alertname="AloySilent"'],
          equal: [],
        });
      }
    },
  },
  find: (stack) => {
    // An Alertmanager without alerts in its output serves other installations: their alert names are unknown.
    if (!ruleGroupsOf(stack).some(({ rules }) => rules.some(({ alert }) => alert))) return [];
    const known = alertNames(stack);
    const labels = alertLabels(stack);
    const ownLabels = new Map(
      ruleGroupsOf(stack).flatMap(({ rules }) => rules.map(({ alert = '', labels: own = {} }) => [alert, own])),
    );
    return stack.files.flatMap(({ path, configMap, key, content }): Contradiction[] => {
      const all = inhibitionsIn(content);
      return all
        .flatMap((inhibition) => [
          ...unknownAlerts(inhibition, known),
          ...unequalLabels(inhibition, labels),
          ...neverCauses(inhibition, ownLabels),
          ...mutual(inhibition, all),
        ])
        .map((problem) => ({ path, at: `${configMap}/${key}`, ...problem }));
    });
  },
};

type Problem = Omit<Contradiction, 'path' | 'at'>;

/** Inhibitions between named alerts. Those by other labels, such as the severity, apply to any alert. */
function inhibitionsIn(content: unknown): Named[] {
  const rules: readonly InhibitRule[] = Object(content).inhibit_rules ?? [];
  return rules
    .map(({ source_matchers = [], target_matchers = [], equal = [] }) => ({
      causes: source_matchers.flatMap(alertsAskedBy),
      effects: target_matchers.flatMap(alertsAskedBy),
      equal,
      where: source_matchers.filter((matcher) => !matcher.startsWith('alertname')),
    }))
    .filter(({ causes, effects }) => causes.length + effects.length > 0);
}

function unknownAlerts({ causes, effects }: Named, known: ReadonlySet<string>): Problem[] {
  const inWords = (name: string) =>
    causes.includes(name) ? `inhibition by ${name}` : `inhibition of ${name} by ${causes.join(', ') || 'others'}`;
  return [...causes, ...effects]
    .filter((name) => !known.has(name))
    .map((name) => {
      const meant = nearest(name, known);
      return {
        value: inWords(name),
        why: 'no alert has this name',
        remedy: meant ? `did you mean ${meant}?` : 'take it out, or add the alert',
      };
    });
}

/** Labels that the rule of the cause itself sets have one value. */
function neverCauses(
  { causes, where }: Named,
  labels: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Problem[] {
  return causes.flatMap((cause) => {
    const own = labels.get(cause) ?? {};
    return where
      .filter((matcher) => Object.keys(own).some((label) => matcher.startsWith(label)) && !matches(matcher, own))
      .map((matcher) => ({
        value: `inhibition by ${cause} where ${matcher}`,
        why: 'the alert never has this value',
        remedy: `it has ${Object.entries(own)
          .map(([label, value]) => `${label}="${value}"`)
          .join(', ')}`,
      }));
  });
}

/** Two alerts that mute each other: nobody is told of either. */
function mutual({ causes, effects }: Named, all: readonly Named[]): Problem[] {
  return causes.flatMap((cause) =>
    effects
      .filter((effect) => cause < effect)
      .filter((effect) => all.some((other) => other.causes.includes(effect) && other.effects.includes(cause)))
      .map((effect) => ({
        value: `inhibition of ${effect} by ${cause}, and of ${cause} by ${effect}`,
        why: 'while both fire, nobody is told of either',
        remedy: 'take one of the two out',
      })),
  );
}

function unequalLabels({ causes, effects, equal }: Named, labels: ReturnType<typeof alertLabels>): Problem[] {
  if (equal.every((label) => OF_EVERY_ALERT.includes(label))) return [];
  return causes.flatMap((cause) =>
    effects.flatMap((effect) => {
      const [ofCause, ofEffect] = [labels(cause), labels(effect)];
      if (ofCause === 'unknown' || ofEffect === 'unknown') return [];
      const shared = [...ofCause].filter((label) => ofEffect.has(label)).sort();
      return equal
        .filter((label) => !shared.includes(label))
        .map((label) => {
          const who = ofCause.has(label) ? effect : cause;
          const meant = nearest(label, shared);
          const neither = !ofCause.has(label) && !ofEffect.has(label);
          return {
            value: `equal ${label} of ${cause} and ${effect}`,
            why: neither
              ? 'neither has this label: it is always equal'
              : `${who} does not have this label: it is never equal`,
            remedy: meant ? `did you mean ${meant}?` : `what both have is ${shared.join(', ') || 'nothing'}`,
          };
        });
    }),
  );
}
