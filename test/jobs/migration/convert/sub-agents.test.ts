import { expect, test } from 'vitest';
import { proveConversion } from '../../../../src/jobs/migration/convert/prove-conversion.js';
import {
  convertLines,
  legacyLines,
  metaLine,
  OWN_THREAD,
  sourceLines,
} from '../../../support/conversion-lab.js';
import { agentMessage, taskComplete, taskStarted, userMessage } from '../../../support/legacy-records.js';

const spawned = {
  source: { subagent: { thread_spawn: { parent_thread_id: OWN_THREAD, depth: 1 } } },
  thread_source: 'subagent',
};
const RECORDS = [taskStarted('t'), userMessage('do it'), agentMessage('done'), taskComplete('t')];
const headOf = (line: string | undefined) => JSON.parse(line ?? '{}').payload;

test('a migrated sub-agent keeps the history that its readers saw', () => {
  const lines = legacyLines(RECORDS, metaLine(spawned));
  const { lines: converted, conversion } = convertLines(lines);
  expect(conversion.kind).toBe('subagent');
  expect(headOf(converted[0])).not.toHaveProperty('subagent_history_start_ordinal');
  expect(
    proveConversion({ before: () => sourceLines(lines), after: () => sourceLines(converted) }),
  ).toMatchObject({
    proven: true,
    details: { itemsBefore: 2, itemsAfter: 2 },
  });
});

test('migration_keeps_small_uncompacted_subagent_replay_as_prefix, when told to do as Codex does', () => {
  const lines = legacyLines(RECORDS, metaLine(spawned));
  const hidden = convertLines(lines, { subagents: 'codex' });
  expect(headOf(hidden.lines[0])).toMatchObject({ subagent_history_start_ordinal: hidden.lines.length });
  expect(hidden.lines.slice(1)).toEqual(convertLines(lines).lines.slice(1));
  expect(hidden.conversion.report.linesWritten).toBe(hidden.lines.length);
});

test('migration_projects_memory_consolidation_as_ordinary_history', () => {
  for (const fields of [
    { source: { subagent: 'memory_consolidation' }, thread_source: 'subagent' },
    { source: { internal: 'memory_consolidation' }, thread_source: 'memory_consolidation' },
  ]) {
    const { conversion, lines } = convertLines(legacyLines(RECORDS, metaLine(fields)), {
      subagents: 'codex',
    });
    expect(conversion.kind).toBe('ordinary');
    expect(headOf(lines[0])).not.toHaveProperty('subagent_history_start_ordinal');
  }
});
