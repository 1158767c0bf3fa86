import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { InvalidInput } from '../../constructs/index.ts';
import { isCpu, isDuration, isSize } from '../../constructs/kit/values.ts';
import type { Rendered } from './render.ts';

/** What a prop does: its value, where to look, and what is there then. */
export interface PropCase<Value> {
  readonly set: Value;
  readonly look: (rendered: Rendered) => unknown;
  readonly see: unknown;
}

/** A case for every prop: a new prop without one does not compile. */
export type PropCases<Props> = { readonly [Prop in keyof Required<Props>]: PropCase<Required<Props>[Prop]> };

/** Sees each prop work, and nothing of it without the prop. */
export function testProps<Props>(cases: PropCases<Props>, build: (props: Partial<Props>) => Rendered): void {
  const plain = build({});
  test.each(Object.keys(cases) as (keyof PropCases<Props> & string)[])("the prop '%s' is used", (prop) => {
    const { set, look, see } = cases[prop];
    const props: Partial<Props> = {};
    Object.assign(props, { [prop]: set });
    expect(look(build(props))).toEqual(see);
    expect(lookOrNothing(look, plain)).not.toEqual(see);
  });
  testClasses(cases, build);
}

/** One value of each class. */
const CLASSES: readonly unknown[] = [
  30,
  '15d',
  true,
  {},
  [],
  Duration.days(1),
  Size.gibibytes(1),
  Cpu.millis(1),
  () => 0,
];

function classOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return Object.entries({ isCpu, isDuration, isSize }).find(([, is]) => is(value))?.[0] ?? typeof value;
}

/** As JavaScript, or `as any`, gives them: values of every other class are refused in sentences about the prop. */
function testClasses<Props>(cases: PropCases<Props>, build: (props: Partial<Props>) => Rendered): void {
  const all = Object.keys(cases) as (keyof PropCases<Props> & string)[];
  test.each(all)("'%s' refuses values of other classes", (prop) => {
    for (const wrong of CLASSES.filter((value) => classOf(value) !== classOf(cases[prop].set))) {
      const props: Partial<Props> = {};
      Object.assign(props, { [prop]: wrong });
      const refused = thrown(() => build(props));
      expect(refused).toBeInstanceOf(InvalidInput);
      const messages = (refused as InvalidInput).problems.map(({ message }) => message);
      expect(messages).toEqual(messages.map(() => expect.stringMatching(/^[^\n]+ must .+$/)));
      expect(messages).toContainEqual(expect.stringContaining(`'${prop}`));
    }
  });
}

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

function lookOrNothing(look: (rendered: Rendered) => unknown, rendered: Rendered): unknown {
  try {
    return look(rendered);
  } catch {
    return undefined;
  }
}
