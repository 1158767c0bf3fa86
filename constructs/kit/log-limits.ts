/** What one log line may be, the same at every hop: whoever writes longer ones loses their ends, and nobody else anything. */
export const LOG_LIMITS = {
  /** Bytes of a line. Longer ones are cut. */
  line: 262_144,
  /** Labels of a stream: those of `STREAM_LABELS`, and one that Loki adds itself where it is told to. */
  labels: 8,
  /** Characters in the name of a label. */
  labelName: 64,
  /** Characters in the value of a label: names of pods have up to 253. */
  labelValue: 256,
  /** Bytes of lines that are sent in one request. A line that does not fit is sent alone. */
  batch: 1_048_576,
} as const;
