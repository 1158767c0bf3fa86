/** Timeout and interval of retries. */
export interface Patience {
  /** Timeout in seconds. @default 60 */
  readonly seconds?: number;
  /** Seconds between two attempts. @default 2 */
  readonly every?: number;
}

/**
 * Repeats an attempt until it succeeds.
 *
 * @throws Error with the reason of the last attempt, after the timeout.
 */
export async function eventually<T>(what: string, attempt: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const { seconds = 60, every = 2 } = patience;
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= deadline) throw new Error(`${what}: not within ${seconds} s\n${reason(error)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, every * 1000));
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
