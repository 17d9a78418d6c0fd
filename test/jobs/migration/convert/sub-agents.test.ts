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
import {
  compacted,
  complete,
  contextOf,
  replacing,
  started,
  textsOf,
  userTurn,
} from '../../../support/model-context-records.js';

const spawned = {
  source: { subagent: { thread_spawn: { parent_thread_id: OWN_THREAD, depth: 1 } } },
  thread_source: 'subagent',
};
const RECORDS = [taskStarted('t'), userMessage('do it'), agentMessage('done'), taskComplete('t')];
const headOf = (line: string | undefined) => JSON.parse(line ?? '{}').payload;

test('a migrated sub-agent keeps the history that its readers saw', async () => {
  const lines = legacyLines(RECORDS, metaLine(spawned));
  const { lines: converted, conversion } = convertLines(lines);
  expect(conversion.kind).toBe('subagent');
  expect(headOf(converted[0])).not.toHaveProperty('subagent_history_start_ordinal');
  expect(
    await proveConversion({ before: () => sourceLines(lines), after: () => sourceLines(converted) }),
  ).toMatchObject({
    proven: true,
    details: { itemsBefore: 2, itemsAfter: 2 },
  });
});

test('migration_compacts_subagent_prefix_and_does_not_project_it, which ours does not do: it keeps what its readers saw, and its model goes on', async () => {
  const log = [
    ...userTurn(1),
    ...[started('k'), compacted('superseded', replacing('old')), complete('k')],
    ...userTurn(2),
    ...[started('l'), compacted('newest', replacing('question 2')), complete('l')],
    ...userTurn(3),
  ];
  const lines = [...legacyLines(log, metaLine(spawned)), '{"timestamp":"2026', 'no record'];
  const { lines: converted, records } = convertLines(lines);
  expect(
    await proveConversion({ before: () => sourceLines(lines), after: () => sourceLines(converted) }),
  ).toMatchObject({ proven: true });
  expect(textsOf(contextOf(records))).toEqual(textsOf(contextOf(log)));
  expect(textsOf(contextOf(records))).toEqual(['question 2', 'question 3', 'answer 3']);

  const hidden = convertLines(lines, { subagents: 'codex' });
  expect(headOf(hidden.lines[0])).toMatchObject({ subagent_history_start_ordinal: hidden.lines.length });
  expect(textsOf(contextOf(hidden.records))).toEqual(textsOf(contextOf(log)));
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
