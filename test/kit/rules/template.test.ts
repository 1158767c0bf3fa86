import { templateProblem } from '../../../constructs/kit/rules/template.ts';
import { CONTENT } from '../../../constructs/stack/content.ts';

/** What promtool refuses, and nothing that it accepts: test/validators/hostile.test.ts compares them. */

test.each([
  'plain, with } and }} and {',
  '{{ $labels.pod }} at {{ $value | humanizePercentage }}',
  '{{- with $labels.pod -}} {{ . }} {{- end }}',
  '{{ if gt $value 1.5 }}high{{ else if eq "}}" `x` }}{{ else }}low{{ end }}',
  '{{ range $i, $pod := query "up{a=\\"b\\"}" }}{{ $i }}{{ $pod.Labels.pod }}{{ end }}',
  '{{/* {{ a comment }} */}}',
  '{{ printf "%s{{" (index $labels "pod") }}',
  '{{ "{{" }}',
])('%j can be parsed', (text) => {
  expect(templateProblem(text)).toBeUndefined();
});

test.each([
  ['{{', '"{{" does not end with }}, or a quotation in it does not end'],
  ['a {{ $labels.pod', '"{{ $labels.pod" does not end with }}, or a quotation in it does not end'],
  ['{{ "x }}', '"{{ "x }}" does not end with }}, or a quotation in it does not end'],
  ['{{}}', '"{{}}" is empty'],
  ['{{ $label.pod }}', 'the variable "$label" is unknown in "{{ $label.pod }}"'],
  ['{{ humanise $value }}', 'the function "humanise" is unknown in "{{ humanise $value }}"'],
  ['{{ # }}', '"#" has no meaning in "{{ # }}"'],
  ['{{ if $value }}', 'a block has no {{ end }}'],
  ['{{ end }}', '"{{ end }}" ends no block'],
])('%j can not', (text, problem) => {
  expect(templateProblem(text)).toBe(problem);
});

test('the texts of the stack can', () => {
  const alerts = CONTENT.flatMap(({ rules = [], logRules = [] }) => [...rules, ...logRules]).flatMap(
    ({ alerts = [] }) => alerts,
  );
  expect(alerts.length).toBeGreaterThan(100);
  expect(
    alerts.flatMap(({ summary, description }) => [summary, description].map(templateProblem)).filter(Boolean),
  ).toEqual([]);
});
