/** Listens to the metrics port with prom-client, in a registry of its own, and prints what it heard. */
import { Counter, Histogram, Registry } from 'prom-client';
import { METRICS, type MetricDefinition, type MetricName } from './metric-definitions.js';
import type { MetricLabels, Metrics } from './metrics.js';

/** Counts until it is thrown away; two of them share nothing. */
export class PrometheusMetrics implements Metrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();

  constructor() {
    const definitions: [string, MetricDefinition][] = Object.entries(METRICS);
    for (const [name, definition] of definitions) this.#register(name, definition);
  }

  /** @throws Error for a histogram's name, and for labels that the metric does not have */
  count(name: MetricName, labels: MetricLabels, by = 1): void {
    const counter = this.#counters.get(name);
    if (counter === undefined) throw new Error(`${name} is no counter`);
    counter.inc(labels, by);
  }

  /** @throws Error for a counter's name, and for labels that the metric does not have */
  observe(name: MetricName, labels: MetricLabels, value: number): void {
    const histogram = this.#histograms.get(name);
    if (histogram === undefined) throw new Error(`${name} is no histogram`);
    histogram.observe(labels, value);
  }

  /** Everything that was counted, in Prometheus's text format 0.0.4. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #register(name: string, definition: MetricDefinition): void {
    const { help, labels } = definition;
    const shared = { name, help, labelNames: [...labels], registers: [this.#registry] };
    if (definition.kind === 'counter') this.#counters.set(name, new Counter(shared));
    else this.#histograms.set(name, new Histogram({ ...shared, buckets: [...definition.buckets] }));
  }
}

/** What `metrics` heard so far, as a Prometheus server wants to read it (`text/plain; version=0.0.4`). */
export function prometheusText(metrics: PrometheusMetrics): Promise<string> {
  return metrics.text();
}
