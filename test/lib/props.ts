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
}

function lookOrNothing(look: (rendered: Rendered) => unknown, rendered: Rendered): unknown {
  try {
    return look(rendered);
  } catch {
    return undefined;
  }
}
