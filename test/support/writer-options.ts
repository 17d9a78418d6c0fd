/** What tests of the writer open one with. */
import { SessionMeta } from '../../src/events/index.js';
import { sessionMeta } from './session-meta.js';

export const WRITTEN_AT = Date.parse('2026-11-20T10:00:00.000Z');

export const now = (): number => WRITTEN_AT;

export function paginatedMeta(fields: Partial<SessionMeta> = {}): SessionMeta {
  return SessionMeta.parse(sessionMeta({ history_mode: 'paginated', ...fields }));
}

export function legacyMeta(): SessionMeta {
  return SessionMeta.parse(sessionMeta({ history_mode: 'legacy' }));
}
