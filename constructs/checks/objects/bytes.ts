const UNITS = ['', 'K', 'M', 'G', 'T'];

/**
 * A size in bytes, as Kubernetes, Prometheus, Loki or Go write it: `2Gi`, `8192MiB`, `768MB`. All units are powers of 1024,
 * except Kubernetes' `M`.
 */
export function bytes(size: string): number {
  const [, amount = '', unit = '', rest = ''] = /^([\d.]+)([KMGT]?)(i?B?)$/.exec(size) ?? [];
  return Number(amount) * (rest === '' ? 1000 : 1024) ** UNITS.indexOf(unit);
}
