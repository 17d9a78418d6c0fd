import { describe, expect, test } from 'vitest';
import type { RolloutHead } from '../../src/rollout/head-scan.js';
import { readRolloutHead, scanHead } from '../../src/rollout/read-rollout-head.js';
import { RolloutError } from '../../src/rollout/rollout-error.js';
import { rolloutLine, sessionMeta, THREAD_ID } from '../support/session-meta.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();
const META = rolloutLine('session_meta', sessionMeta());
const EVENT = rolloutLine('event_msg', { type: 'user_message', message: 'hello' });
const OTHER_ID = '01a1fb5b-0000-7000-8000-0123456789ab';

const head = (content: string | Uint8Array): RolloutHead =>
  readRolloutHead({ path: folder.write('a.jsonl', content) });

describe('enveloped rollouts', () => {
  test('a session_meta without history_mode is legacy', () => {
    const read = head(META + EVENT);
    expect(read).toMatchObject({
      format: 'enveloped',
      historyMode: 'legacy',
      threadId: THREAD_ID,
      metaSpan: { start: 0, end: META.length },
      bareHeader: null,
    });
    expect(read.meta).toMatchObject({ id: THREAD_ID, cwd: '/work', cli_version: '0.169.0' });
  });

  test('a paginated one says so, with its history base', () => {
    const base = { thread_id: OTHER_ID, end_ordinal_exclusive: 12, end_byte_offset: 3456 };
    const line = rolloutLine(
      'session_meta',
      sessionMeta({ history_mode: 'paginated', history_base: base }),
      12,
    );
    expect(head(line)).toMatchObject({ historyMode: 'paginated', meta: { history_base: base } });
  });

  test('the session_meta need not be the first line, and only the first one speaks for the file', () => {
    const copy = rolloutLine('session_meta', sessionMeta({ id: OTHER_ID, history_mode: 'paginated' }));
    const read = head(`\n \r\n${EVENT}{"torn\n${META}${copy}`);
    const start = '\n \r\n'.length + EVENT.length + '{"torn\n'.length;
    expect(read).toMatchObject({
      threadId: THREAD_ID,
      historyMode: 'legacy',
      metaSpan: { start, end: start + META.length },
    });
  });

  test('a session_meta that does not decode is passed over', () => {
    const broken = rolloutLine('session_meta', { id: OTHER_ID });
    expect(head(broken + META).threadId).toBe(THREAD_ID);
  });

  test('a session_meta behind a megabyte of other records is found', () => {
    expect(head(EVENT.repeat(10_000) + META).threadId).toBe(THREAD_ID);
  });

  test('an unterminated session_meta counts', () => {
    const line = META.trimEnd();
    expect(head(line)).toMatchObject({ threadId: THREAD_ID, metaSpan: { start: 0, end: line.length } });
  });

  test('an id is given in lower case', () => {
    const line = rolloutLine('session_meta', sessionMeta({ id: THREAD_ID.toUpperCase() }));
    expect(head(line).threadId).toBe(THREAD_ID);
  });

  test('without a session_meta the ordinals tell the mode', () => {
    const numbered = rolloutLine('event_msg', { type: 'user_message', message: 'hello' }, 3);
    expect(head(EVENT)).toMatchObject({
      format: 'enveloped',
      historyMode: 'legacy',
      meta: null,
      threadId: null,
    });
    expect(head(numbered)).toMatchObject({ format: 'enveloped', historyMode: 'paginated', meta: null });
  });

  test('text that speaks of a session_meta is none', () => {
    const talk = rolloutLine('event_msg', { type: 'user_message', message: '"type":"session_meta"' });
    expect(head(talk + META).metaSpan?.start).toBe(talk.length);
  });

  test('a compressed one reads the same', () => {
    const plain = head(META + EVENT);
    const path = folder.write('b.jsonl.zst', writeZstd(Buffer.from(META + EVENT)));
    expect(readRolloutHead({ path })).toEqual(plain);
  });
});

describe('an unknown history mode', () => {
  const unknown = rolloutLine('session_meta', sessionMeta({ history_mode: 'holographic' }), 0);

  test('is refused by name', () => {
    expect(() => head(unknown)).toThrow(RolloutError);
    expect(() => head(unknown)).toThrow(/history mode "holographic"/);
    expect(() => head(EVENT + unknown)).toThrow(/holographic/);
  });

  test('after the session_meta it is only a bad line', () => {
    expect(head(META + unknown).historyMode).toBe('legacy');
  });
});

describe('files without envelope', () => {
  const header = { id: THREAD_ID, timestamp: '2025-08-24T15:07:09.961Z', instructions: null };
  const item = { type: 'message', id: null, role: 'user', content: [{ type: 'input_text', text: 'hello' }] };
  const lines = (...values: object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

  test('are bare, with the header of their first line', () => {
    const text = lines(header, { record_type: 'state' }, item);
    expect(head(text)).toEqual({
      format: 'bare',
      historyMode: 'legacy',
      threadId: THREAD_ID,
      meta: null,
      bareHeader: header,
      metaSpan: { start: 0, end: lines(header).length },
    });
  });

  test.each([
    ['a state marker', { record_type: 'state' }],
    ['an item', item],
  ])('are bare without their header too, by %s', (_, first) => {
    expect(head(`{"id":"torn\n${lines(first)}`)).toMatchObject({
      format: 'bare',
      threadId: null,
      bareHeader: null,
    });
  });
});

describe('everything else', () => {
  test.each([
    ['', 'empty'],
    ['\n \n\r\n', 'empty'],
    ['hello\n', 'unrecognised'],
    ['{"a":1}\n', 'unrecognised'],
  ])('%j is %s', (content, format) => {
    expect(head(content)).toMatchObject({ format, historyMode: 'legacy', threadId: null, meta: null });
  });

  test('NUL bytes and broken UTF-8 are unrecognised', () => {
    expect(head(Buffer.alloc(5000)).format).toBe('unrecognised');
    expect(head(Buffer.from([0xff, 0x0a])).format).toBe('unrecognised');
  });

  test('a missing file is an error', () => {
    expect(() => readRolloutHead({ path: folder.path('no.jsonl'), sleep: () => {} })).toThrow(/is not there/);
  });
});

describe('scanHead', () => {
  test('hands over the lines of a preview in the same pass, until it has enough', () => {
    const path = folder.write('a.jsonl', META + EVENT.repeat(5));
    const seen: number[] = [];
    const read = scanHead({
      path,
      visit: ({ start }) => (seen.push(start) < 3 ? 'go on' : 'stop'),
    });
    expect(read.threadId).toBe(THREAD_ID);
    expect(seen).toEqual([0, META.length, META.length + EVENT.length]);
  });

  test('reads on for the session_meta after the preview has enough', () => {
    const path = folder.write('a.jsonl', EVENT.repeat(3) + META);
    let visits = 0;
    const read = scanHead({
      path,
      visit: () => {
        visits += 1;
        return 'stop';
      },
    });
    expect([read.threadId, visits]).toEqual([THREAD_ID, 1]);
  });
});
