import { isCidr, isLinkLocal } from './endpoint.ts';
import type { Installation, Nodes } from './installation.ts';
import { millicores } from './units.ts';
import { isPort, isPossibleSize, isSubdomain, isWholeNumber, labelValue, matches, unless } from './validators.ts';
import { shown } from './values.ts';

/** The problems of an installation. @internal */
export function installationProblems({ name, cluster, priorityClass }: Installation): string[] {
  const { dns, nodes, apiServerPorts, apiServerCidrs, nodeCidrs } = cluster;
  return [
    ...labelValue('installation.name', name),
    ...unless(
      labelValue('', name).length > 0 ||
        priorityClass !== undefined ||
        (isSubdomain(name) && !name.startsWith('system-')),
      `'installation.name' (${shown(name)}) must be lower-case letters, digits, '-' and '.', and not begin with system-: ` +
        'the PriorityClass of its pods has this name, too; or name one that exists: priorityClass',
    ),
    ...clusterNameProblems(cluster.name),
    ...unless(
      apiServerPorts === undefined || (apiServerPorts.length > 0 && apiServerPorts.every(isPort)),
      `'installation.cluster.apiServerPorts' ([${apiServerPorts}]) must be ports, at least one: whole numbers from 1 to 65535; ` +
        'for example [443, 6443]',
    ),
    ...unless(
      dns?.port === undefined || isPort(dns.port),
      `'installation.cluster.dns.port' (${shown(dns?.port)}) must be a port: a whole number from 1 to 65535; leave it out for 53`,
    ),
    ...addressProblems('apiServerCidrs', apiServerCidrs),
    ...addressProblems('nodeCidrs', nodeCidrs),
    ...unless(
      priorityClass === undefined || isSubdomain(priorityClass),
      `'installation.priorityClass' (${shown(priorityClass)}) must be the name of a PriorityClass; leave it out for one of its own`,
    ),
    ...(nodes ? nodesProblems(nodes) : []),
  ];
}

/**
 * Prometheus replaces `$NAME` in external labels, templates begin with `{{`, and a space at the end is lost in some
 * programs: the label must be the same on metrics, log lines and alerts.
 */
const CLUSTER_NAME = /^[\p{L}\p{N}]([\p{L}\p{N} _.:@/+-]{0,126}[\p{L}\p{N}])?$/u;

function clusterNameProblems(name: string): string[] {
  const value = `'installation.cluster.name' (${shown(name)})`;
  if (!matches(/\S/, name)) {
    return [`${value} must not be empty: it tells clusters apart; for example "production"`];
  }
  return unless(
    CLUSTER_NAME.test(name),
    `${value} must be at most 128 letters, digits, spaces and _.:@/+-, beginning and ending with a letter or digit: ` +
      'programs take other characters for variables, patterns or templates; for example "production"',
  );
}

function addressProblems(prop: string, cidrs: readonly string[] | undefined): string[] {
  if (!cidrs) return [];
  return unless(
    cidrs.length > 0 && cidrs.every((one) => isCidr(one) && !isLinkLocal(one)),
    `'installation.cluster.${prop}' ([${cidrs}]) must be ranges of addresses, at least one and none of them link-local, ` +
      'where metadata services are; for example ["10.0.0.0/16"]',
  );
}

function nodesProblems({ count, cpu, memory }: Nodes): string[] {
  const problem = (prop: string, value: unknown, must: string) =>
    `'installation.cluster.nodes.${prop}' (${value}) must be ${must}`;
  return [
    ...unless(isWholeNumber(count, 1), problem('count', count, 'a whole number of at least 1')),
    ...unless(
      isWholeNumber(millicores(cpu), 1),
      problem('cpu', cpu.amount, 'whole thousandths of a core, at least one; for example Cpu.units(2)'),
    ),
    ...unless(
      isPossibleSize(memory),
      problem('memory', memory.asString(), 'above zero; for example Size.gibibytes(4)'),
    ),
  ];
}
