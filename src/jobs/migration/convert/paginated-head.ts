/**
 * The head of a legacy rollout: found wherever it is, and as the paginated rollout begins with it.
 */
import { isJsonObject } from '../../../events/json/json-object.js';
import { readLineAsWritten } from '../../../events/read-line-as-written.js';
import type { SessionMeta } from '../../../events/record/session-meta.js';
import type { SourceLine } from './conversion.js';
import { ConversionError } from './conversion-error.js';
import { emptyReport } from './report.js';
import { type SourceRecord, sourceRecords } from './source-record.js';

export interface LegacyHead {
  readonly source: SourceRecord;
  readonly meta: SessionMeta;
  readonly kind: 'ordinary' | 'subagent';
}

/**
 * The first `session_meta`, wherever it is.
 *
 * @throws ConversionError when there is none that can be read, or the rollout is paginated already
 */
export function findHead(lines: Iterable<SourceLine>): LegacyHead {
  for (const source of sourceRecords(lines, emptyReport())) {
    const { record } = source;
    if (record.type !== 'session_meta') continue;
    const meta = record.payload;
    if (meta.history_mode === 'paginated') {
      throw new ConversionError('already_paginated', `the rollout of thread ${meta.id} is paginated already`);
    }
    return { source, meta, kind: isSubagent(meta) ? 'subagent' : 'ordinary' };
  }
  throw new ConversionError(
    'invalid_session_metadata',
    'no line of the rollout is a session_meta that can be read',
  );
}

/** Consolidating memories is work of its own, and counts as an ordinary thread (spec: migration §3). */
function isSubagent({ source, thread_source: threadSource }: SessionMeta): boolean {
  if (threadSource === 'memory_consolidation') return false;
  if (isJsonObject(source)) {
    if ('internal' in source && source.internal === 'memory_consolidation') return false;
    if ('subagent' in source) return source.subagent !== 'memory_consolidation';
  }
  return threadSource === 'subagent' || threadSource === 'guardian_review';
}

/**
 * The payload of the new head: of the paginated mode, without a base. What else the old one says stays, digits and unknown keys
 * included.
 *
 * @param ownFrom the first ordinal that is a sub-agent's own; null when all of it is
 */
export function paginatedHead({ source, meta }: LegacyHead, ownFrom: number | null): SessionMeta {
  const written = readLineAsWritten(source.text)?.asWritten.payload;
  const {
    agent_type: _,
    history_base: __,
    subagent_history_start_ordinal: ___,
    ...kept
  } = isJsonObject(written) ? written : {};
  const { session_id, agent_role } = meta;
  return {
    ...meta,
    ...kept,
    session_id,
    ...(agent_role != null && { agent_role }),
    history_mode: 'paginated',
    history_base: undefined,
    subagent_history_start_ordinal: ownFrom ?? undefined,
  };
}
