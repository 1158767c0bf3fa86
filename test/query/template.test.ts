import { parseTemplate } from '../../constructs/query/template.ts';
import { ALERT_TEMPLATES } from '../../constructs/query/template-languages.ts';
import { INVALID, VALID } from './template.cases.ts';

const parse = (text: string) => parseTemplate(text, ALERT_TEMPLATES);

test.each(VALID)('accepts %s', (text) => {
  expect(parse(text).problems).toEqual([]);
});

test.each(INVALID)('refuses %s', (text, column, message) => {
  expect(parse(text).problems).toEqual([expect.objectContaining({ line: 1, column, message })]);
});

test.each([
  ['{{ $labels.pod }} {{ .Labels.pod }} {{ $.Labels.pod }}', ['$labels pod', '. Labels pod', '. Labels pod']],
  ['{{ index $labels "pod" }} {{ index .Labels `pod` }}', ['$labels pod', '. Labels pod']],
  ['{{ with .Labels }}{{ .pod }}{{ $.Value }}{{ end }}{{ .Value }}', ['. Labels', '. Value', '. Value']],
  ['{{ range .Alerts }}{{ .x }}{{ else }}{{ .Value }}{{ end }}', ['. Alerts', '. Value']],
  ['{{ $x := .Value }}{{ $x.y }}', ['. Value', '$x y']],
  ['{{ define "a" }}{{ .x }}{{ $.x }}{{ end }}', []],
  ['{{ printf "%s" $labels.pod | toUpper }}', ['$labels pod']],
])('%s reads %j', (text, read) => {
  expect(parse(text).uses.map(({ of, path }) => [of, ...path].join(' '))).toEqual(read);
});

test('named templates', () => {
  const { defines, executes } = parse('{{ define "a" }}{{ end }}{{ block "b" . }}{{ end }}{{ template "c" . }}');
  expect({ defines, executes: executes.map(({ name }) => name) }).toEqual({ defines: ['a', 'b'], executes: ['c'] });
});
