/** Counts what projections come to, and what they find wrong, as it is committed (spec projection §6). */
import { type Metrics, NO_METRICS } from '../metrics/metrics.js';
import { countDiagnosticsSince, newestDiagnostic } from '../store/diagnostics.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import type { ProjectionOutcome } from './project-rollout.js';

/** Runs one pass over a rollout and counts it. Costs nothing where nobody listens. */
export async function measureProjection(
  { database, metrics }: { database: HistoryDatabase; metrics: Metrics },
  rolloutId: string,
  project: () => Promise<ProjectionOutcome>,
): Promise<ProjectionOutcome> {
  if (metrics === NO_METRICS) return project();
  const before = newestDiagnostic(database.reader);
  try {
    const outcome = await project();
    metrics.count('threadloom_projection_total', { outcome });
    return outcome;
  } catch (error) {
    metrics.count('threadloom_projection_total', { outcome: 'failed' });
    throw error;
  } finally {
    // Findings of batches that were committed count even when a later batch failed.
    const found = countDiagnosticsSince(database.reader, rolloutId, before);
    for (const { kind, count } of found)
      metrics.count('threadloom_projection_anomalies_total', { kind }, count);
  }
}
