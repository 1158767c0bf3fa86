/** One problem as JSON: docs/problems.md describes it. ops/lib/report.mjs converts errors. */
export interface Problem {
  readonly kind: 'type' | 'build' | 'input' | 'contradiction' | 'command';
  /** A construct's path, `FILE:LINE:COLUMN`, a file or a command. */
  readonly where: string;
  readonly message: string;
}

/** The JSON problems in the output of a build, among any other text. */
export function problemsIn(printed: string): readonly Problem[] | undefined {
  const line = printed.split('\n').findLast((text) => text.startsWith('{"problems":['));
  return line === undefined ? undefined : JSON.parse(line).problems;
}

/** The problems in the output of the type checker. Continuation lines are indented. */
export function typeProblems(printed: string): Problem[] {
  return printed.split(/\n(?=\S)/).map((text) => {
    const [, file, line, column, message = text] =
      /^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+: .*)$/s.exec(text.trimEnd()) ?? [];
    return { kind: 'type', where: file ? `${file}:${line}:${column}` : 'tsconfig.json', message };
  });
}
