import { shown } from '../values.ts';

/**
 * Why Prometheus and Loki would refuse the text of an alert, and with it the whole file of its group: they are templates of
 * Go. Found are actions that do not end, unknown functions and variables, and blocks without an end; not wrong arguments.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 * @default - they accept it.
 */
export function templateProblem(text: string): string | undefined {
  const variables = new Set(['$', '$labels', '$externalLabels', '$externalURL', '$value']);
  let open = 0;
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at)) {
    ACTION.lastIndex = at;
    const [whole, words] = ACTION.exec(text) ?? [];
    if (whole === undefined) return `${excerpt(text, at)} does not end with }}, or a quotation in it does not end`;
    at += whole.length;
    if (words === undefined) continue; // a comment
    const tokens = words.match(TOKEN) ?? [];
    if (tokens.length === 0) return `${shown(whole)} is empty`;
    for (const [index, token] of tokens.entries()) {
      if (token.startsWith('$') && [':=', ','].includes(tokens[index + 1] ?? '')) variables.add(token);
      const problem = tokenProblem(token, variables);
      if (problem) return `${problem} in ${shown(whole)}`;
    }
    if (BLOCKS.has(tokens[0] ?? '')) open += 1;
    if (tokens[0] === 'end') open -= 1;
    if (open < 0) return `${shown(whole)} ends no block`;
  }
  return open > 0 ? 'a block has no {{ end }}' : undefined;
}

/** `{{ … }}` with its strings and characters, or a comment. */
const ACTION =
  /\{\{(?:-\s)?(?:\s*\/\*(?:[^*]|\*(?!\/))*\*\/\s*(?:-)?\}\}|((?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|(?!\}\})[^"'`])*?)(?:\s-)?\}\})/y;

const TOKEN =
  /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|:=|\$\w*|\.[a-zA-Z_]\w*|[-+]?[\d.]*\d[\w.]*|[a-zA-Z_]\w*|\S/g;

const BLOCKS = named('if with range block define');

const KEYWORDS = named('if with range else end template break continue true false nil');

/** Of Go, and of Prometheus; Loki has the same. */
const FUNCTIONS = named(
  'and call html index slice js len not or print printf println urlquery eq ge gt le lt ne ' +
    'query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink sortByLabel ' +
    'stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toDuration now ' +
    'pathPrefix externalURL parseDuration tmpl',
);

function named(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

function tokenProblem(token: string, variables: ReadonlySet<string>): string | undefined {
  if (token.startsWith('$')) return variables.has(token) ? undefined : `the variable ${shown(token)} is unknown`;
  if (/^[a-zA-Z_]/.test(token)) {
    return KEYWORDS.has(token) || FUNCTIONS.has(token) ? undefined : `the function ${shown(token)} is unknown`;
  }
  return /^["`'\d.()|=,+-]|^:=/.test(token) ? undefined : `${shown(token)} has no meaning`;
}

function excerpt(text: string, at: number): string {
  return shown(text.slice(at, at + 40));
}
