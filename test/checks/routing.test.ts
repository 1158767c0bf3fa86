import { receiversFor } from '../../constructs/checks/objects/routing.ts';

test.each([
  ['severity=~"(?i)CRITICAL|page"', 'pager'],
  ['severity=~"[[:alpha:]]+"', 'pager'],
  ['severity=~"[[:digit:]]+"', 'mail'],
  ['severity!~"crit.*"', 'mail'],
  ['severity=~"("', 'mail'],
])('an alert is routed by %s as Alertmanager does', (matcher, receiver) => {
  const route = { receiver: 'mail', routes: [{ receiver: 'pager', matchers: [matcher] }] };
  expect(receiversFor(route, { severity: 'critical' })).toEqual([receiver]);
});
