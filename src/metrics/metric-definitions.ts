/** Every figure that this program can tell: its name, meaning, labels and, for a histogram, its buckets. */

interface CounterDefinition {
  kind: 'counter';
  help: string;
  labels: readonly string[];
}

interface HistogramDefinition {
  kind: 'histogram';
  help: string;
  labels: readonly string[];
  /** Upper bounds, in the unit that the name ends with. */
  buckets: readonly number[];
}

export type MetricDefinition = CounterDefinition | HistogramDefinition;

const counter = (help: string, labels: readonly string[] = []): CounterDefinition => ({
  kind: 'counter',
  help,
  labels,
});

const histogram = (
  help: string,
  buckets: readonly number[],
  labels: readonly string[] = [],
): HistogramDefinition => ({ kind: 'histogram', help, labels, buckets });

const SHORT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const LONG_SECONDS = [0.01, 0.1, 0.5, 1, 5, 30, 120, 600];

/** By name. Counters end with `_total`, histograms with their unit. */
export const METRICS = {
  threadloom_rollout_bytes_total: counter(
    'Bytes of records offered to rollout writers: kept by the persistence policy or dropped by it, estimated from a sample.',
    ['disposition', 'history_mode', 'record', 'event', 'item'],
  ),
  threadloom_rollout_append_failures_total: counter('Appends to rollouts that failed.', ['code']),
  threadloom_live_threads_total: counter('Threads that were opened for writing.', ['history_mode', 'how']),
  threadloom_live_projection_seconds: histogram(
    'Time from a durable append until the rows that follow it are committed.',
    SHORT_SECONDS,
  ),
  threadloom_projection_total: counter('Passes of the projector over one rollout.', ['outcome']),
  threadloom_projection_anomalies_total: counter('Lines that the projector found wrong, by kind.', ['kind']),
  threadloom_subscription_changes_total: counter('Changes that were told to subscribers.', ['kind']),
  threadloom_compression_runs_total: counter('Runs of the compression of cold rollouts.', ['outcome']),
  threadloom_compression_rollouts_total: counter('Rollouts that such runs looked at.', ['outcome']),
  threadloom_compression_bytes_total: counter('Bytes that were compressed, before and after.', ['side']),
  threadloom_compression_seconds: histogram('Time to compress and verify one rollout.', LONG_SECONDS),
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
