/**
 * The port through which the other rooms count what they do. Who listens, and how the figures are shown, is for the
 * program that wires them: `prometheus-metrics.ts` is one listener.
 */
import type { MetricName } from './metric-definitions.js';

/** Labels of one figure; which of them a metric takes is in its definition. */
export type MetricLabels = Record<string, string>;

export interface Metrics {
  /** Adds `by` (1 unless told, never negative) to a counter. */
  count(name: MetricName, labels: MetricLabels, by?: number): void;
  /** Takes one value into a histogram, in the unit that the metric's name ends with. */
  observe(name: MetricName, labels: MetricLabels, value: number): void;
}

/** Listens to nothing. */
export const NO_METRICS: Metrics = { count() {}, observe() {} };
