import { kind, type Read } from './read.ts';
import { isSecretKey, isSubdomain, unless } from './validators.ts';
import { isPlain, shown } from './values.ts';

/** A key of a Secret that you create. This code never sees its value. */
export interface SecretRef {
  /** Name of the Secret, in the namespace of the pods that read it. */
  readonly secret: string;
  /** One of its keys. */
  readonly key: string;
}

/** Reads a reference. A wrong value may be the secret itself, so messages never show it. @internal */
export const SECRET_REF: Read<SecretRef> = kind(
  isPlain,
  'the key of a Secret that you create; for example { secret: "slack", key: "url" }',
  { secret: 'none', key: 'none' },
  (value) => (value === undefined ? 'undefined' : typeof value),
);

/** The problems of a reference. */
export function secretProblems({ secret, key }: SecretRef): string[] {
  return [
    ...unless(
      isSubdomain(secret),
      `'secret' (${shown(secret)}) must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "slack"`,
    ),
    ...unless(
      isSecretKey(key),
      `'key' (${shown(key)}) must be a key of a Secret: letters, digits, '-', '_' and '.'; for example "url"`,
    ),
  ];
}
