import type { Component } from '../../kit/component.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './node-exporter.ts';

/** node-exporter. What it says is read by the rules and the dashboard about nodes. */
export const nodeExporter = {
  name: 'node-exporter',
  image: IMAGE,
  jobs: { 'node-exporter': metrics },
} as const satisfies Component;
