import { statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Refused } from './refused.ts';

/** Definition of a command-line option. */
export interface Option<T> {
  /** Placeholder for its value, such as `NAME`. @default - it has no value. */
  readonly placeholder?: string;
  /** Whether it is positional, without `--` and a name. @default false */
  readonly isOperand?: boolean;
  /** Parses the last given value, or undefined. @throws Refused when it is invalid. */
  readonly read: (given: string | undefined, name: string) => T;
}

type Values<Options> = { readonly [Name in keyof Options]: Options[Name] extends Option<infer T> ? T : never };

/** An option without a value. */
export const flag: Option<boolean> = { read: (given) => given !== undefined };

/** An option with any text. */
export function text(placeholder: string): Option<string | undefined>;
export function text(placeholder: string, fallback: string): Option<string>;
export function text(placeholder: string, fallback?: string): Option<string | undefined> {
  return { placeholder, read: (given) => given ?? fallback };
}

/** An option with a file that can import the packages and types of this project. @returns its path within the project. */
export function fileOfProject(fallback: string): Option<string> {
  return {
    placeholder: 'FILE',
    read: (given = fallback, name) => {
      const path = relative('.', given);
      const isInside = !path.startsWith('..') && !isAbsolute(path);
      if (isInside && statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
      throw new Refused(
        `'--${name}' (${given}) must be a file in the folder of this project, such as ${fallback}; ` +
          'docs/how-to/use-in-another-repository.md says how to build elsewhere',
      );
    },
  };
}

/** The subject of a command: a positional text. */
export function operand(placeholder: string, example: string): Option<string> {
  return {
    placeholder,
    isOperand: true,
    read: (given) => {
      if (given) return given;
      throw new Refused(`${placeholder} is missing; for example ${example}`);
    },
  };
}

/** An option with a number of something. */
export function wholeNumber(fallback: number, least: number): Option<number> {
  return {
    placeholder: 'N',
    read: (given = String(fallback), name) => {
      if (/^\d+$/.test(given) && Number(given) >= least) return Number(given);
      throw new Refused(`'--${name}' (${given}) must be a whole number of at least ${least}; for example ${fallback}`);
    },
  };
}

/**
 * Reads the options of `npm run COMMAND -- …`.
 *
 * @throws Refused with everything that is wrong, and what is allowed.
 */
export function readOptions<Options extends Readonly<Record<string, Option<unknown>>>>(
  command: string,
  options: Options,
  args: readonly string[] = process.argv.slice(2),
): Values<Options> {
  refuseTakenByNpm(command, options);
  const types = Object.entries(options).map(([name, { placeholder }]) => [
    name,
    { type: placeholder ? ('string' as const) : ('boolean' as const) },
  ]);
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string>();
  const operands = Object.keys(options).filter((name) => options[name]?.isOperand);
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const operand = operands.shift();
      if (operand) given.set(operand, token.value);
      else problems.push(`unexpected '${token.value}'`);
    }
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const option = Object.hasOwn(options, name) && !options[name]?.isOperand ? options[name] : undefined;
    if (!option) problems.push(`unknown option '${rawName}'`);
    else if (!option.placeholder && value !== undefined) problems.push(`'${rawName}' takes no value, not '${value}'`);
    else if (option.placeholder && (!value || value.startsWith('-'))) {
      problems.push(`'${rawName}' needs a value: ${rawName} ${option.placeholder}`);
    } else given.set(name, value ?? '');
  }
  if (problems.length > 0) throw new Refused(`${problems.join('; ')}; ${usage(command, options)}`);
  const values = Object.entries(options).map(([name, option]) => [name, option.read(given.get(name), name)]);
  return Object.fromEntries(values);
}

/** Without a separating `--`, npm consumes options itself: the command would run without them. */
function refuseTakenByNpm(command: string, options: Readonly<Record<string, Option<unknown>>>): void {
  const taken = Object.entries(options).flatMap(([name, { placeholder, isOperand }]) => {
    const value = process.env[`npm_config_${name.replaceAll('-', '_')}`];
    if (isOperand || !value) return [];
    // npm writes 'true' if it did not consume the next argument as the value.
    return placeholder ? `--${name} ${value === 'true' ? placeholder : value}` : `--${name}`;
  });
  if (taken.length === 0) return;
  const operands = Object.values(options).flatMap(({ placeholder, isOperand }) => (isOperand ? placeholder : []));
  const words = [...operands, ...taken].join(' ');
  throw new Refused(`npm took for itself what stands before '--'; write npm run ${command} -- ${words}`);
}

function usage(command: string, options: Readonly<Record<string, Option<unknown>>>): string {
  const all = Object.entries(options).map(([name, { placeholder, isOperand }]) => {
    if (isOperand) return placeholder;
    return placeholder ? `[--${name} ${placeholder}]` : `[--${name}]`;
  });
  return all.length > 0 ? `allowed is npm run ${command} -- ${all.join(' ')}` : `npm run ${command} takes no options`;
}
