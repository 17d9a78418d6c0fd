/** The metrics room: the port, what is counted, and a listener that prints for Prometheus. */

export { METRICS, type MetricDefinition, type MetricName } from './metric-definitions.js';
export { type MetricLabels, type Metrics, NO_METRICS } from './metrics.js';
export {
  createPersistenceMeter,
  type PersistenceMeter,
  type PersistenceMeterOptions,
} from './persistence-meter.js';
export { PrometheusMetrics, prometheusText } from './prometheus-metrics.js';
