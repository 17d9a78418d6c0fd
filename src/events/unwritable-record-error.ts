/**
 * A record that must not reach a rollout, because no reader would get it back.
 */
import type { z } from 'zod';

/** `reason` names the first field that is wrong and what is wrong with it. */
export class UnwritableRecordError extends Error {
  override readonly name = 'UnwritableRecordError';
  readonly recordType: string;
  readonly reason: string;

  constructor(recordType: string, reason: string) {
    super(`a ${recordType} record cannot be written: ${reason}`);
    this.recordType = recordType;
    this.reason = reason;
  }

  /** The error of a record that does not fit its schema. */
  static from(recordType: string, { issues: [issue] }: z.ZodError): UnwritableRecordError {
    const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    return new UnwritableRecordError(recordType, `${place}${issue?.message ?? 'not a record'}`);
  }
}
