import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLegacyTurnCursor, encodeLegacyTurnCursor } from '../../src/api/cursors/legacy-turn-cursor.js';
import { decodePageCursor, encodePageCursor } from '../../src/api/cursors/page-cursor.js';
import { decodeThreadListCursor, encodeThreadListCursor } from '../../src/api/cursors/thread-list-cursor.js';
import { decodeTimelineCursor, encodeTimelineCursor } from '../../src/api/cursors/timeline-cursor.js';

const THREAD = '01a1fb5a-3304-77f0-b7ce-ac8e443109fa';
const invalid = (text: string) => expect.objectContaining({ code: 'invalid_request', message: text });
const failure = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('cursors of turns and items', () => {
  const text = `{"requestedThreadId":"${THREAD}","rolloutOrdinal":17,"includeAnchor":false,"scope":{"kind":"itemsByCreatedAtOrdinal"}}`;

  it('are the JSON that Codex writes', () => {
    expect(encodePageCursor(THREAD, 17, false, 'itemsByCreatedAtOrdinal')).toBe(text);
    expect(decodePageCursor(text, THREAD, 'itemsByCreatedAtOrdinal')).toEqual({
      requestedThreadId: THREAD,
      rolloutOrdinal: 17,
      includeAnchor: false,
      scope: { kind: 'itemsByCreatedAtOrdinal' },
    });
  });

  it('are read whatever the order and spacing of their keys', () => {
    const spaced = JSON.stringify(
      JSON.parse(text),
      ['scope', 'kind', 'includeAnchor', 'rolloutOrdinal', 'requestedThreadId'],
      2,
    );
    expect(decodePageCursor(spaced, THREAD, 'itemsByCreatedAtOrdinal').rolloutOrdinal).toBe(17);
  });

  it('that cannot be read are named', () => {
    const bad = [
      'garbage',
      '',
      'null',
      '[]',
      '17',
      text.slice(0, -1),
      text.replace('17', '-1'),
      text.replace('17', '1.5'),
      text.replace('17', '"17"'),
      text.replace('17', '18446744073709551615'),
      text.replace('false', 'null'),
      text.replace('itemsByCreatedAtOrdinal', 'threads'),
      text.replace(`"requestedThreadId":"${THREAD}",`, ''),
    ];
    for (const wrong of bad) {
      expect(failure(() => decodePageCursor(wrong, THREAD, 'itemsByCreatedAtOrdinal'))).toEqual(
        invalid(`invalid cursor: ${wrong}`),
      );
    }
  });

  it('of another thread or scope say so', () => {
    const other = THREAD.replace('01a1', '01a2');
    expect(failure(() => decodePageCursor(text, other, 'itemsByCreatedAtOrdinal'))).toEqual(
      invalid(`invalid cursor: it belongs to thread ${THREAD}, and thread ${other} was asked for`),
    );
    for (const scope of ['turns', 'itemsByUpdatedAtOrdinal'] as const) {
      expect(failure(() => decodePageCursor(text, THREAD, scope))).toEqual(
        invalid(`invalid cursor: it pages itemsByCreatedAtOrdinal, and ${scope} was asked for`),
      );
    }
  });
});

describe('turn cursors of legacy threads', () => {
  it('are the JSON that Codex writes, with one more key for a second turn of the same id', () => {
    expect(encodeLegacyTurnCursor('turn-1', 0, true)).toBe('{"turnId":"turn-1","includeAnchor":true}');
    expect(encodeLegacyTurnCursor('turn-1', 2, false)).toBe(
      '{"turnId":"turn-1","includeAnchor":false,"occurrence":2}',
    );
    expect(decodeLegacyTurnCursor('{"turnId":"turn-1","includeAnchor":true}')).toEqual({
      turnId: 'turn-1',
      includeAnchor: true,
    });
    for (const wrong of ['garbage', '{"turnId":"a"}', '{"turnId":1,"includeAnchor":true}']) {
      expect(failure(() => decodeLegacyTurnCursor(wrong))).toEqual(invalid(`invalid cursor: ${wrong}`));
    }
  });
});

describe('timeline cursors', () => {
  it('are the JSON that Codex writes', () => {
    const text = `{"threadId":"${THREAD}","position":9,"kind":2,"id":"voice"}`;
    expect(encodeTimelineCursor({ id: 'voice', kind: 2, position: 9, threadId: THREAD })).toBe(text);
    expect(decodeTimelineCursor(text, THREAD)).toEqual({
      threadId: THREAD,
      position: 9,
      kind: 2,
      id: 'voice',
    });
    expect(failure(() => decodeTimelineCursor(text, THREAD.replace('0', '1')))).toEqual(
      invalid('invalid thread timeline cursor'),
    );
  });
});

describe('cursors of thread listings', () => {
  const timeMs = Date.parse('2026-03-02T09:00:01.250Z');

  it('are a time, and a thread where ties must be broken', () => {
    expect(encodeThreadListCursor({ timeMs, threadId: THREAD })).toBe(`2026-03-02T09:00:01.250Z|${THREAD}`);
    expect(encodeThreadListCursor({ timeMs, threadId: null })).toBe('2026-03-02T09:00:01.250Z');
  });

  it('are read in the forms that Codex takes', () => {
    const read = (text: string) => decodeThreadListCursor(text);
    expect(read(`2026-03-02T09:00:01.250Z|${THREAD}`)).toEqual({ timeMs, threadId: THREAD });
    expect(read('2026-03-02T09:00:01.250Z')).toEqual({ timeMs, threadId: null });
    expect(read('2026-03-02T09:00:01.250000000Z')).toEqual({ timeMs, threadId: null });
    expect(read('2026-03-02T10:00:01.250+01:00')).toEqual({ timeMs, threadId: null });
    expect(read('2026-03-02T09:00:01Z')).toEqual({ timeMs: timeMs - 250, threadId: null });
    expect(read('2026-03-02T09-00-01')).toEqual({ timeMs: timeMs - 250, threadId: null });
  });

  it('that cannot be read are named', () => {
    for (const wrong of [
      'garbage',
      '',
      '2026-03-02',
      '2026-13-02T09:00:01Z',
      '2026-03-02T25:00:01Z',
      '|x',
      '2026-03-02T09:00:01Z|',
    ]) {
      expect(failure(() => decodeThreadListCursor(wrong))).toEqual(invalid(`invalid cursor: ${wrong}`));
    }
  });
});

describe('any cursor', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.maxSafeNat(),
        fc.boolean(),
        fc.string(),
        (id, ordinal, includeAnchor, text) => {
          const page = encodePageCursor(id, ordinal, includeAnchor, 'turns');
          expect(decodePageCursor(page, id, 'turns')).toMatchObject({
            rolloutOrdinal: ordinal,
            includeAnchor,
          });
          const place = { threadId: id, position: ordinal, kind: ordinal % 4, id: text };
          expect(decodeTimelineCursor(encodeTimelineCursor(place), id)).toEqual(place);
          const turn = encodeLegacyTurnCursor(text, ordinal % 3, includeAnchor);
          expect(decodeLegacyTurnCursor(turn)).toMatchObject({ turnId: text, includeAnchor });
          const listed = { timeMs: ordinal % 4_102_444_800_000, threadId: includeAnchor ? id : null };
          expect(decodeThreadListCursor(encodeThreadListCursor(listed))).toEqual(listed);
        },
      ),
    );
  });

  it('that is any other text is refused, whatever it is', () => {
    const decoders = [
      (text: string) => decodePageCursor(text, THREAD, 'turns'),
      (text: string) => decodeTimelineCursor(text, THREAD),
      decodeLegacyTurnCursor,
      decodeThreadListCursor,
    ];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const decode of decoders) {
          expect(failure(() => decode(text))).toMatchObject({ code: 'invalid_request' });
        }
      }),
    );
  });
});
