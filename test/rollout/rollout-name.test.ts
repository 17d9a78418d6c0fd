import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatRolloutName,
  parseRolloutName,
  toCompressedPath,
  toPlainPath,
} from '../../src/rollout/rollout-name.js';

const THREAD = '01a1fb5a-b976-7cf0-b963-188df6a0579d';
const ROLLOUT = '01a1fb5b-0000-7000-8000-0123456789ab';
const STAMP = '2026-11-20T23-46-29';

describe('parseRolloutName', () => {
  test('reads an ordinary name: the rollout id is the thread id', () => {
    expect(parseRolloutName(`rollout-${STAMP}-${THREAD}.jsonl`)).toEqual({
      stamp: STAMP,
      threadId: THREAD,
      rolloutId: THREAD,
      compressed: false,
    });
  });

  test('reads the name of a reverted thread, compressed', () => {
    expect(parseRolloutName(`rollout-${STAMP}-${THREAD}_${ROLLOUT}.jsonl.zst`)).toEqual({
      stamp: STAMP,
      threadId: THREAD,
      rolloutId: ROLLOUT,
      compressed: true,
    });
  });

  test('gives ids in lower case', () => {
    expect(parseRolloutName(`rollout-${STAMP}-${THREAD.toUpperCase()}.jsonl`)?.threadId).toBe(THREAD);
  });

  test.each([
    ['a browser copy', `rollout-${STAMP}-${THREAD} (1).jsonl`, STAMP],
    ['an id that is no UUID', `rollout-${STAMP}-thread-7.jsonl`, STAMP],
    ['a UUID without dashes', `rollout-${STAMP}-${THREAD.replaceAll('-', '')}.jsonl`, STAMP],
    ['a rollout id that is no UUID', `rollout-${STAMP}-${THREAD}_x.jsonl`, STAMP],
    ['an empty rollout id', `rollout-${STAMP}-${THREAD}_.jsonl`, STAMP],
    ['another divider of the ids', `rollout-${STAMP}-${THREAD}-${ROLLOUT}.jsonl`, STAMP],
    ['no stamp', `rollout-${THREAD}.jsonl`, null],
    ['nothing in the middle', 'rollout-.jsonl', null],
  ])('gives null ids for %s', (_, name, stamp) => {
    expect(parseRolloutName(name)).toEqual({ stamp, threadId: null, rolloutId: null, compressed: false });
  });

  test.each([
    `${STAMP}-${THREAD}.jsonl`,
    `rollout-${STAMP}-${THREAD}.json`,
    `rollout-${STAMP}-${THREAD}.jsonl.gz`,
    `.rollout-${STAMP}-${THREAD}.jsonl.paginated.tmp`,
    'session_index.jsonl',
    'rollout-jsonl',
    '',
  ])('takes %j for no rollout', (name) => {
    expect(parseRolloutName(name)).toBeNull();
  });

  test('reads back whatever formatRolloutName writes', () => {
    const stamp = fc
      .tuple(fc.integer({ min: 2000, max: 9999 }), fc.nat(99), fc.nat(99), fc.nat(99), fc.nat(99), fc.nat(99))
      .map(([year, ...rest]) => {
        const [month, day, hour, minute, second] = rest.map((part) => String(part).padStart(2, '0'));
        return `${year}-${month}-${day}T${hour}-${minute}-${second}`;
      });
    fc.assert(
      fc.property(stamp, fc.uuid(), fc.option(fc.uuid(), { nil: undefined }), fc.boolean(), (...parts) => {
        const [at, threadId, other, compressed] = parts;
        const name = formatRolloutName({
          stamp: at,
          threadId,
          compressed,
          ...(other && { rolloutId: other }),
        });
        expect(parseRolloutName(name)).toEqual({
          stamp: at,
          threadId,
          rolloutId: other ?? threadId,
          compressed,
        });
      }),
    );
  });
});

test('the paths of the two representations lead to each other', () => {
  const plain = `/home/sessions/rollout-${STAMP}-${THREAD}.jsonl`;
  expect(toCompressedPath(plain)).toBe(`${plain}.zst`);
  expect(toCompressedPath(`${plain}.zst`)).toBe(`${plain}.zst`);
  expect(toPlainPath(`${plain}.zst`)).toBe(plain);
  expect(toPlainPath(plain)).toBe(plain);
});
