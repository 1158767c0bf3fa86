/** A key of a Secret that you create. Nothing here ever holds its value. */
export interface SecretRef {
  readonly secret: string;
  readonly key: string;
}
