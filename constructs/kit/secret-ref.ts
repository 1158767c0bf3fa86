import { isSubdomain, matches, quoted } from './rules.ts';

/** A key of a Secret that you create. Nothing here ever holds its value. */
export interface SecretRef {
  /** Name of the Secret, in the namespace of the pods that read it. */
  readonly secret: string;
  /** One of its keys. */
  readonly key: string;
}

/** What is wrong with a reference. */
export function secretProblems({ secret, key }: SecretRef): string[] {
  return [
    ...(isSubdomain(secret)
      ? []
      : [
          `'secret' (${quoted(secret)}) must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "slack"`,
        ]),
    ...(matches(/^[-._a-zA-Z0-9]{1,253}$/, key) && !key.startsWith('..') && key !== '.'
      ? []
      : [`'key' (${quoted(key)}) must be a key of a Secret: letters, digits, '-', '_' and '.'; for example "url"`]),
  ];
}
