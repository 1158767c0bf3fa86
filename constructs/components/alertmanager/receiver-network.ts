import { isIP } from 'node:net';
import { ANYWHERE, type Cidrs, type Endpoint, external, isEndpoint } from '../../kit/endpoint.ts';
import { kind, optional } from '../../kit/read.ts';
import { shown } from '../../kit/values.ts';
import { isHostAndPort } from './receiver-problems.ts';

/** Everything but private networks and the metadata services of clouds: notifications go out, not across. */
const INTERNET: Cidrs = {
  cidrs: ['0.0.0.0/0', '::/0'],
  except: [
    ...['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    ...['fc00::/7', 'fe80::/10'],
  ],
};

/** Reads where a service is that is not on the internet. */
export const AT = optional(
  kind<Endpoint>(
    isEndpoint,
    'an endpoint; for example external("https", "https://chat.corp.example:8065", { cidrs: ["10.1.0.0/16"] })',
    { protocol: 'https', to: ANYWHERE, ports: [{ port: 443 }], url: 'https://stand-in.invalid' },
  ),
);

/** A service of the internet, unless it is said where it is. */
export function onInternet(url: string, at: Endpoint | undefined): Endpoint[] {
  return [at ?? external('https', url, INTERNET)];
}

/** Names that no DNS server of the internet knows. */
const INSIDE =
  /^[^.]+$|\.(svc|svc\.cluster\.local|local|localdomain|internal|intranet|lan|corp|home|private|test)\.?$/i;

const hostOf = (smarthost: string) => smarthost.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

/** Where a mail server is: at its address if it has one in place of a name, else on the internet, unless it is said. */
export function mailServer(smarthost: string, at: Endpoint | undefined): Endpoint[] {
  if (at) return [at];
  if (!isHostAndPort(smarthost)) return [];
  const host = hostOf(smarthost);
  const range = isIP(host) === 0 ? INTERNET : { cidrs: [`${host}/${isIP(host) === 6 ? 128 : 32}`] };
  return [external('smtp', `smtp://${smarthost}`, range)];
}

/** The problem of a mail server whose name is private, so that the network policy would not let Alertmanager to it. */
export function mailServerProblems(smarthost: string, at: Endpoint | undefined): string[] {
  if (at || !isHostAndPort(smarthost) || isIP(hostOf(smarthost)) !== 0 || !INSIDE.test(hostOf(smarthost))) return [];
  return [
    `email: 'smarthost' (${shown(smarthost)}) is inside of a private network, where the network policy lets nobody to; say where with 'at'; ` +
      `for example at: external("smtp", "smtp://${smarthost}", { cidrs: ["10.0.0.0/8"] })`,
  ];
}
