/** One thing that is wrong, for programs: docs/problems.md describes it. ops/lib/report.mjs makes them of errors. */
export interface Problem {
  readonly kind: 'type' | 'build' | 'input' | 'contradiction' | 'command';
  /** A construct's path, `FILE:LINE:COLUMN`, a file or a command. */
  readonly where: string;
  readonly message: string;
}

/** What a build printed for programs, among anything else that it printed. */
export function problemsIn(printed: string): readonly Problem[] | undefined {
  const line = printed.split('\n').findLast((text) => text.startsWith('{"problems":['));
  return line === undefined ? undefined : JSON.parse(line).problems;
}

/** What the type check printed. Its longer explanations go on in lines that are indented. */
export function typeProblems(printed: string): Problem[] {
  return printed.split(/\n(?=\S)/).map((text) => {
    const [, file, line, column, message = text] =
      /^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+: .*)$/s.exec(text.trimEnd()) ?? [];
    return { kind: 'type', where: file ? `${file}:${line}:${column}` : 'tsconfig.json', message };
  });
}
