import type { AlloyBlock } from './alloy-syntax.ts';

/**
 * Makes one entry of the lines of a trace, a dump, or JSON that is spread over lines.
 *
 * A stage for several lines knows how entries begin, not how they go on, and regular expressions of Go have no "not". So what goes
 * on is marked by a character first, and entries begin where no mark is. There are three passes, since the first line of
 * a trace goes on what the program said before, if it said something, and is the begin of an entry if it did not:
 * a stage lets lines pass as they are where no begin was before.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.process/#stagemultiline
 */

/** What goes on: never the begin of an entry. */
const WITHIN = [
  '\\s',
  '$',
  '[}\\])]+[;,]?$',
  // Java, .NET
  'Caused by: ',
  'Suppressed: ',
  '\\.\\.\\. \\d+ (?:more|common frames)',
  // Go: states, frames and what comes after them
  'goroutine \\d+ ',
  'runtime stack:',
  'created by ',
  '\\[signal SIG',
  'exit status \\d+$',
  '[\\w./*()-]+\\.[\\w.*()\\[\\]]+\\([0-9a-fx?{}, .*_]*\\)$',
  // PHP, gdb
  'Stack trace:$',
  '#\\d+ ',
  // Python
  'During handling of the above exception, another exception occurred:',
  'The above exception was the direct cause of the following exception:',
  // Rust, Node
  'stack backtrace:',
  'note: ',
  'Node\\.js v\\d',
];

/** An exception by its class. It ends the trace of Python, and begins that of Java. */
const EXCEPTION =
  '(?:[A-Za-z_]\\w*[.$])*[A-Z]\\w*(?:Error|Exception|Throwable|Failure|Timeout|Warning|Exit|Interrupt|Iteration|Group)(?:: |$)';

const TRACEBACK = 'Traceback \\(most recent call last\\)';

/** Each pass waits for longer than those before it together, or it gives up an entry whose rest they still hold. */
const PASSES = [
  { mark: '\u0001', begins: WITHIN, wait: '500ms' },
  { mark: '\u0002', begins: [EXCEPTION], wait: '1s' },
  { mark: '\u0003', begins: [TRACEBACK], wait: '2s' },
];

const MARKS = PASSES.map(({ mark }) => mark);

/** More lines than this are another entry: as many as a deep trace of Java has. */
const MOST_LINES = 256;

/** The stages, for behind the one that knows the format of the container runtime. */
export const ENTRIES: readonly AlloyBlock[] = [
  ...PASSES.map(({ mark, begins }) => replace(`^()(?:${begins.join('|')})`, mark)),
  ...PASSES.map(({ wait }, pass) => ({
    block: 'stage.multiline',
    attributes: {
      firstline: `^[^${MARKS.slice(0, pass + 1).join('')}]`,
      max_lines: MOST_LINES,
      max_wait_time: wait,
    },
  })),
  replace(`(?m)^([${MARKS.join('')}])`, ''),
];

function replace(expression: string, by: string): AlloyBlock {
  return { block: 'stage.replace', attributes: { expression, replace: by } };
}
