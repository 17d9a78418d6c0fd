/** Lines of a rollout that tests of finding and reading need; what they say is the least that decodes. */

export const THREAD_ID = '01a1fb5a-b976-7cf0-b963-188df6a0579d';

/** A session_meta payload with only what a decoder insists on. */
export function sessionMeta(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: THREAD_ID,
    session_id: THREAD_ID,
    timestamp: '2026-11-20T10:00:00.000Z',
    cwd: '/work',
    originator: 'test',
    cli_version: '0.169.0',
    source: 'cli',
    model_provider: null,
    base_instructions: null,
    ...fields,
  };
}

export function rolloutLine(type: string, payload: unknown, ordinal?: number): string {
  const timestamp = '2026-11-20T10:00:00.000Z';
  return `${JSON.stringify({ timestamp, ...(ordinal !== undefined && { ordinal }), type, payload })}\n`;
}
