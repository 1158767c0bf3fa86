import type { IConstruct } from 'constructs';
import { addProblems } from './check.ts';
import { INSTALLATION, type Installation } from './installation.ts';
import { like, optional, type Read, type Shape } from './read.ts';

/** Props with defaults filled in. */
export type Settings<Props, Defaults> = Omit<Props, keyof Defaults> & {
  readonly [Prop in keyof Defaults]-?: Prop extends keyof Props ? NonNullable<Props[Prop]> : Defaults[Prop];
};

/** How a component reads its props. */
export interface SettingsSpec<Props, Defaults> {
  /** The defaults: some depend on the given props. A given value must have the same type. */
  readonly defaults: (given: Partial<Props>) => Defaults;
  /** Readers for props without a default, or whose default is too little of an example. */
  readonly shape?: Shape<Props>;
  /** Validates values of the right type. Called when the tree is complete. */
  readonly problems?: (settings: Settings<Props, Defaults>) => string[];
}

/** Reads the props of components of one kind. `synth()` reports problems, together with all others. */
export function readerOf<Props extends { readonly installation: Installation }, Defaults extends Partial<Props>>({
  defaults,
  shape = {},
  problems = () => [],
}: SettingsSpec<Props, Defaults>): (construct: IConstruct, props: Props) => Settings<Props, Defaults> {
  const reads: Record<string, Read<unknown>> = { installation: INSTALLATION, ...shape };
  for (const [prop, value] of Object.entries(defaults({}))) reads[prop] = optional(reads[prop] ?? like(value));
  return (construct, props) => {
    const read: Record<string, unknown> = { ...props };
    const wrong: string[] = [];
    const replaced: string[] = [];
    for (const [prop, one] of Object.entries(reads)) {
      const before = wrong.length;
      read[prop] = one(prop, read[prop], wrong);
      if (wrong.length > before) replaced.push(prop);
    }
    for (const [prop, value] of Object.entries(defaults(read as Partial<Props>))) read[prop] ??= value;
    const settings = read as Settings<Props, Defaults>;
    // Problems of names that derive from a stand-in are consequences.
    const follows = (problem: string) =>
      replaced.some((prop) => problem.includes(`'${prop}'`) || problem.includes(`'${prop}.`));
    addProblems(construct, () => [...wrong, ...problems(settings).filter((problem) => !follows(problem))]);
    return settings;
  };
}

/** Reads the props of one component. */
export function settingsOf<Props extends { readonly installation: Installation }, Defaults extends Partial<Props>>(
  construct: IConstruct,
  props: Props,
  spec: SettingsSpec<Props, Defaults>,
): Settings<Props, Defaults> {
  return readerOf(spec)(construct, props);
}

/** Reads the argument of a method, as `settingsOf` reads props. @returns undefined if it is invalid. */
export function argumentOf<Value>(
  construct: IConstruct,
  name: string,
  given: Value,
  read: Read<Value>,
): Value | undefined {
  const problems: string[] = [];
  read(name, given, problems);
  if (problems.length === 0) return given;
  addProblems(construct, () => problems);
  return undefined;
}
