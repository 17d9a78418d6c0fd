import { appendFileSync, existsSync, readFileSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RolloutWriter } from '../../../src/rollout/index.js';
import { rolloutLine, sessionMeta, THREAD_ID } from '../../support/session-meta.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { legacyMeta, now, paginatedMeta, WRITTEN_AT } from '../../support/writer-options.js';
import { ordinalsOf, startedTurns, turnStarted, writtenLines } from '../../support/written-lines.js';
import { writeZstd } from '../../support/zstd-writer.js';

const temp = useTempFolder();
const NAME = `rollout-x-${THREAD_ID}.jsonl`;

const started = (turnId: string, ordinal?: number): string =>
  rolloutLine('event_msg', { type: 'task_started', turn_id: turnId, model_context_window: null }, ordinal);
const meta = (fields: Record<string, unknown> = {}, ordinal = 0): string =>
  rolloutLine('session_meta', sessionMeta({ history_mode: 'paginated', ...fields }), ordinal);
const legacy = rolloutLine('session_meta', sessionMeta());

function reopen(content: string): RolloutWriter {
  return RolloutWriter.reopen({ path: temp.write(NAME, content), now });
}

function refusal(content: string): unknown {
  try {
    reopen(content);
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'opened';
}

describe('the next ordinal', () => {
  test('is one more than that of the last record that decodes', () => {
    const writer = reopen(`${meta()}${started('a', 1)}{"ordinal":7}\nnot json\n\n`);
    expect(writer.position().nextOrdinal).toBe(2);
    writer.append([turnStarted('b')]);
    expect(ordinalsOf(writer.path)).toEqual([0, 1, 2]);
  });

  test('follows a gap', () => {
    expect(reopen(meta() + started('a', 4)).position().nextOrdinal).toBe(5);
  });

  test('of a fork without records of its own follows its session_meta', () => {
    const history_base = { thread_id: THREAD_ID, end_ordinal_exclusive: 9, end_byte_offset: 1 };
    expect(reopen(meta({ history_base }, 9)).position().nextOrdinal).toBe(10);
  });

  test('may be none: a last record without an ordinal, or one at the end of numbers', () => {
    expect(refusal(meta() + started('a'))).toBe('no_ordinal');
    const writer = reopen(meta() + started('a', Number.MAX_SAFE_INTEGER));
    const { length } = readFileSync(writer.path);
    expect(() => writer.append([turnStarted('b')])).toThrow(
      expect.objectContaining({ code: 'ordinal_overflow' }),
    );
    expect(readFileSync(writer.path)).toHaveLength(length);
  });
});

describe('a torn tail', () => {
  test('gets a newline, stays as a broken line, and its ordinal is used again', () => {
    const writer = reopen(`${meta()}${started('a', 1)}${started('b', 2).slice(0, 40)}`);
    writer.append([turnStarted('b')]);
    expect(startedTurns(writer.path)).toEqual(['a', 'b']);
    expect(ordinalsOf(writer.path)).toEqual([0, 1, 2]);
    expect(writtenLines(writer.path).broken).toEqual([started('b', 2).slice(0, 40)]);
  });

  test('that only lacks its newline is a record then', () => {
    const writer = reopen(`${meta()}${started('a', 1).trimEnd()}`);
    expect(writer.position().nextOrdinal).toBe(2);
    expect(writtenLines(writer.path).tail).toBe('');
  });

  test('may be all there is: a session_meta without its newline', () => {
    expect(reopen(meta().trimEnd()).position().nextOrdinal).toBe(1);
  });
});

describe('what is refused keeps its bytes', () => {
  test.each([
    ['a first record that is not a session_meta', started('a', 0) + meta({}, 1), 'no_session_meta'],
    ['a first line that is no record', `{"torn\n${meta()}`, 'no_session_meta'],
    ['a file of one torn line', meta().slice(0, 50), 'no_session_meta'],
    ['an unknown history mode', meta({ history_mode: 'later' }), 'unknown_history_mode'],
    ['a file without records', '', 'empty'],
    ['a file of blank lines', '\n \n', 'empty'],
  ])('%s', (_what, content, code) => {
    expect(refusal(content)).toBe(code);
    expect(readFileSync(temp.path(NAME), 'utf8')).toBe(content);
  });

  test('a file that is not there', () => {
    const path = temp.path(NAME);
    expect(() => RolloutWriter.reopen({ path, now })).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(existsSync(path)).toBe(false);
  });
});

test('blank lines may stand before the session_meta', () => {
  expect(reopen(`  \n${meta()}`).position().nextOrdinal).toBe(1);
});

describe("a sub-agent's rollout", () => {
  const inherited = (start: number): string =>
    meta({ subagent_history_start_ordinal: start }) + started('a', 1) + started('b', 2);

  test('goes on where all that was inherited is there', () => {
    expect(reopen(inherited(3)).position().nextOrdinal).toBe(3);
  });

  test('is refused where its inherited part is incomplete', () => {
    expect(refusal(inherited(4))).toBe('incomplete_prefix');
  });
});

describe('a legacy rollout', () => {
  test('goes on without ordinals', () => {
    const writer = reopen(`${legacy}{"torn`);
    writer.append([turnStarted('a')]);
    expect(ordinalsOf(writer.path)).toEqual([null, null]);
    expect(writer.position()).toEqual({ nextOffset: statSync(writer.path).size, nextOrdinal: null });
  });

  test('is what an existing empty file counts as', () => {
    const path = temp.write(NAME, '');
    expect(() => RolloutWriter.reopen({ path, now, meta: paginatedMeta() })).toThrow(
      expect.objectContaining({ code: 'empty' }),
    );
    const writer = RolloutWriter.reopen({ path, now, meta: legacyMeta() });
    writer.append([turnStarted('a')]);
    expect(writtenLines(path).records.map(({ record }) => record.type)).toEqual([
      'session_meta',
      'event_msg',
    ]);
    expect(ordinalsOf(path)).toEqual([null, null]);
  });
});

test('a compressed rollout is expanded, goes on in the plain file, and no longer counts as cold', () => {
  const text = meta() + started('a', 1);
  const compressed = temp.write(`${NAME}.zst`, writeZstd(Buffer.from(text)));
  utimesSync(compressed, 1_000, 1_000);
  const writer = RolloutWriter.reopen({ path: compressed, now });
  expect(writer.path).toBe(temp.path(NAME));
  expect(statSync(writer.path).mtimeMs).toBe(WRITTEN_AT);
  expect(existsSync(compressed)).toBe(false);
  writer.append([turnStarted('b')]);
  expect(startedTurns(writer.path)).toEqual(['a', 'b']);
});

test('a rollout that somebody else wrote to, or took away, is not written any more', () => {
  const writer = reopen(meta());
  appendFileSync(writer.path, started('foreign', 1));
  expect(() => writer.append([turnStarted('a')])).toThrow(
    expect.objectContaining({ code: 'changed_elsewhere' }),
  );
  expect(startedTurns(writer.path)).toEqual(['foreign']);

  const other = reopen(meta());
  unlinkSync(other.path);
  expect(() => other.append([turnStarted('a')])).toThrow(
    expect.objectContaining({ code: 'changed_elsewhere' }),
  );
  expect(existsSync(other.path)).toBe(false);
});
