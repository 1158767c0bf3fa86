/**
 * Writes Alloy's configuration syntax from objects.
 *
 * @see https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/
 */

/** A value: text and numbers are literals; `expression` is written as it is. */
export type AlloyValue = string | number | boolean | AlloyValue[] | AlloyMap | AlloyExpression;

/** A map, such as `{ cluster = "kind" }`. */
export interface AlloyMap {
  readonly map: Readonly<Record<string, AlloyValue>>;
}

/** A reference or a call, such as `discovery.kubernetes.pods.targets`. */
export interface AlloyExpression {
  readonly expression: string;
}

/** A block: a component, or a part of one. */
export interface AlloyBlock {
  readonly block: string;
  readonly label?: string;
  /** Says why, above the block. */
  readonly comment?: string;
  readonly attributes?: Readonly<Record<string, AlloyValue>>;
  readonly blocks?: readonly AlloyBlock[];
}

/** A reference or a call. */
export function expression(text: string): AlloyExpression {
  return { expression: text };
}

/** The text of some blocks. */
export function toAlloy(blocks: readonly AlloyBlock[]): string {
  return blocks.map((block) => `${writeBlock(block, '')}\n`).join('\n');
}

function writeBlock({ block, label, comment, attributes = {}, blocks = [] }: AlloyBlock, indent: string): string {
  const inner = `${indent}  `;
  const width = Math.max(0, ...Object.keys(attributes).map((name) => name.length));
  const lines = [
    ...Object.entries(attributes).map(([name, value]) => `${inner}${name.padEnd(width)} = ${writeValue(value)}`),
    ...blocks.map((child) => writeBlock(child, inner)),
  ];
  const head = `${comment ? `${indent}// ${comment}\n` : ''}${indent}${block}${label ? ` ${JSON.stringify(label)}` : ''}`;
  return lines.length > 0 ? `${head} {\n${lines.join('\n')}\n${indent}}` : `${head} { }`;
}

function writeValue(value: AlloyValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  if ('expression' in value) return value.expression;
  const entries = Object.entries(value.map).map(([name, item]) => `${name} = ${writeValue(item)}`);
  return `{ ${entries.join(', ')} }`;
}
