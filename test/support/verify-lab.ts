/** Verifies what a lab or a history has projected, and keeps what was told of each rollout. */
import type { RolloutVerdict, VerifyTotals } from '../../src/jobs/verify/verify-report.js';
import { type VerifyThreadsOptions, verifyThreads } from '../../src/jobs/verify/verify-threads.js';

export interface Verification {
  totals: VerifyTotals;
  verdicts: RolloutVerdict[];
}

export async function verifyLab(
  { database, projector }: Pick<VerifyThreadsOptions, 'database' | 'projector'>,
  options: Partial<VerifyThreadsOptions> = {},
): Promise<Verification> {
  const verdicts: RolloutVerdict[] = [];
  const totals = await verifyThreads({
    database,
    projector,
    now: Date.now,
    onVerdict: (verdict) => void verdicts.push(verdict),
    ...options,
  });
  return { totals, verdicts };
}
