import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FramedLine } from '../../src/rollout/frame-lines.js';
import { openRollout } from '../../src/rollout/open-rollout.js';
import { readLines } from '../../src/rollout/read-lines.js';
import { reverseCompressedLines } from '../../src/rollout/reverse-compressed-lines.js';
import { type ReverseLinesOptions, reverseLines } from '../../src/rollout/reverse-lines.js';
import { RolloutError } from '../../src/rollout/rollout-error.js';
import { rolloutBytes } from '../support/byte-arbitraries.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();

function collect(lines: Iterable<FramedLine>): object[] {
  return Array.from(lines, ({ bytes, ...line }) => ({ ...line, text: bytes?.toString('latin1') ?? null }));
}

const limits = fc.record({
  end: fc.option(fc.nat(120), { nil: undefined }),
  maxLineBytes: fc.option(fc.nat(12), { nil: undefined }),
});

/** What forward reading gives of the lines up to `end`, turned round. */
function expected(path: string, end: number | undefined, maxLineBytes: number | undefined): object[] {
  const lines = readLines({
    path,
    ...(end !== undefined && { to: end }),
    ...(maxLineBytes !== undefined && { maxLineBytes }),
  });
  return collect(lines).reverse();
}

describe('reverseLines is readLines turned round', () => {
  test('in a plain file, whatever the size of the blocks', () => {
    fc.assert(
      fc.property(
        rolloutBytes,
        limits,
        fc.integer({ min: 1, max: 40 }),
        (bytes, { end, maxLineBytes }, blockBytes) => {
          const path = folder.write('a.jsonl', bytes);
          const options: ReverseLinesOptions = {
            path,
            blockBytes,
            ...(end !== undefined && { end }),
            ...(maxLineBytes !== undefined && { maxLineBytes }),
          };
          expect(collect(reverseLines(options))).toEqual(expected(path, end, maxLineBytes));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('in a compressed file, whatever the size of the windows', () => {
    fc.assert(
      fc.property(
        rolloutBytes,
        limits,
        fc.integer({ min: 1, max: 4000 }),
        (bytes, { end, maxLineBytes }, windowBytes) => {
          const path = folder.write('b.jsonl.zst', writeZstd(bytes, { blockBytes: 16 }));
          const file = openRollout({ path });
          const options = {
            windowBytes,
            ...(end !== undefined && { end }),
            ...(maxLineBytes !== undefined && { maxLineBytes }),
          };
          try {
            expect(collect(reverseCompressedLines(file, options))).toEqual(expected(path, end, maxLineBytes));
          } finally {
            file.close();
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a line longer than the blocks is put together', () => {
  const path = folder.write('a.jsonl', `first\n${'x'.repeat(5_000_000)}\nlast\ntorn`);
  const lines = collect(reverseLines({ path })).map((line) =>
    'text' in line ? String(line.text).length : 0,
  );
  expect(lines).toEqual([4, 5_000_000, 5]);
});

test('the newest line of a compressed file is found', () => {
  const path = folder.write('a.jsonl.zst', writeZstd(Buffer.from('first\nlast\ntorn')));
  for (const line of reverseLines({ path })) {
    expect(line).toMatchObject({ start: 6, end: 11, utf8: true });
    break;
  }
});

test('a damaged compressed file gives no line, for the newest cannot be known', () => {
  const whole = writeZstd(Buffer.from('first\nlast\n'), { blockBytes: 6 });
  const path = folder.write('a.jsonl.zst', whole.subarray(0, whole.length - 2));
  const seen: FramedLine[] = [];
  expect(() => seen.push(...reverseLines({ path }))).toThrow(RolloutError);
  expect(seen).toEqual([]);
});
