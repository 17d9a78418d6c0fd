import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReadPlainBytesOptions, readPlainBytes } from '../../src/rollout/read-plain-bytes.js';
import { RolloutError } from '../../src/rollout/rollout-error.js';
import { rolloutBytes } from '../support/byte-arbitraries.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();

const read = (options: ReadPlainBytesOptions): Buffer => {
  const parts: Buffer[] = [];
  for (const chunk of readPlainBytes(options)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
};

const failure = (action: () => unknown): RolloutError => {
  try {
    action();
  } catch (error) {
    if (error instanceof RolloutError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('both representations', () => {
  test('give the same bytes for any span and any chunk size', () => {
    fc.assert(
      fc.property(
        rolloutBytes,
        fc.nat(120),
        fc.option(fc.nat(120), { nil: undefined }),
        fc.integer({ min: 1, max: 50 }),
        fc.record({
          blockBytes: fc.integer({ min: 1, max: 40 }),
          frameBytes: fc.integer({ min: 1, max: 60 }),
          checksum: fc.boolean(),
          contentSize: fc.boolean(),
          skippableBytes: fc.option(fc.nat(20), { nil: undefined }),
        }),
        (bytes, from, to, chunkBytes, { skippableBytes, ...zstd }) => {
          const plain = folder.write('plain.jsonl', bytes);
          const options = { ...zstd, ...(skippableBytes !== undefined && { skippableBytes }) };
          folder.write('packed.jsonl.zst', writeZstd(bytes, options));
          const span = { from, ...(to !== undefined && { to }), chunkBytes };
          const expected = Buffer.from(bytes.subarray(from, to));
          expect(read({ path: plain, ...span })).toEqual(expected);
          expect(read({ path: folder.path('packed.jsonl'), ...span })).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the plain file wins, whichever of the two is named', () => {
    folder.write('a.jsonl', 'plain\n');
    folder.write('a.jsonl.zst', writeZstd(Buffer.from('compressed\n')));
    expect(read({ path: folder.path('a.jsonl.zst') }).toString()).toBe('plain\n');
    rmSync(folder.path('a.jsonl'));
    expect(read({ path: folder.path('a.jsonl') }).toString()).toBe('compressed\n');
  });
});

describe('a file that changes', () => {
  test('what was appended before the end was reached is read', () => {
    const path = folder.write('a.jsonl', '0123456789');
    let text = '';
    for (const chunk of readPlainBytes({ path, chunkBytes: 4 })) {
      if (text === '') appendFileSync(path, 'abc');
      text += Buffer.from(chunk).toString();
    }
    expect(text).toBe('0123456789abc');
  });

  test('a plain file is read into one buffer', () => {
    const path = folder.write('a.jsonl', '0123456789');
    const buffers = new Set<ArrayBufferLike>();
    for (const chunk of readPlainBytes({ path, chunkBytes: 4 })) buffers.add(chunk.buffer);
    expect(buffers.size).toBe(1);
  });

  test('one that vanishes while it switches its representation is found again', () => {
    const sleeps: number[] = [];
    const sleep = (ms: number): void => {
      sleeps.push(ms);
      if (sleeps.length === 3) folder.write('a.jsonl.zst', writeZstd(Buffer.from('here\n')));
    };
    expect(read({ path: folder.path('a.jsonl'), sleep }).toString()).toBe('here\n');
    expect(sleeps).toEqual([50, 50, 50]);
  });

  test('one that stays away is missing after three more attempts', () => {
    const sleeps: number[] = [];
    const error = failure(() => read({ path: folder.path('a.jsonl'), sleep: (ms) => sleeps.push(ms) }));
    expect(error.code).toBe('not_found');
    expect(sleeps).toHaveLength(3);
  });

  test('one whose folder is missing is not waited for', () => {
    const sleep = (): never => expect.unreachable();
    expect(failure(() => read({ path: folder.path('no', 'a.jsonl'), sleep })).code).toBe('not_found');
  });

  test('one that was renamed while open is read to its end', () => {
    const path = folder.write('a.jsonl', '0123456789');
    let text = '';
    for (const chunk of readPlainBytes({ path, chunkBytes: 4 })) {
      if (text === '') renameSync(path, folder.path('b.jsonl'));
      text += Buffer.from(chunk).toString();
    }
    expect(text).toBe('0123456789');
  });
});

describe('what is no rollout file', () => {
  test('a directory is refused', () => {
    mkdirSync(folder.path('a.jsonl'));
    const error = failure(() => read({ path: folder.path('a.jsonl') }));
    expect(error.code).toBe('is_directory');
    expect(error.path).toBe(folder.path('a.jsonl'));
  });

  test('a link is refused, whole or broken', () => {
    symlinkSync(folder.write('target.jsonl', 'secret\n'), folder.path('a.jsonl'));
    symlinkSync(folder.path('nowhere'), folder.path('b.jsonl'));
    expect(failure(() => read({ path: folder.path('a.jsonl') })).code).toBe('is_link');
    expect(failure(() => read({ path: folder.path('b.jsonl') })).code).toBe('is_link');
  });

  test('the message names the file, what was found and what to do', () => {
    const path = folder.path('no', 'a.jsonl');
    expect(failure(() => read({ path })).message).toBe(
      `Rollout ${path} is not there, neither plain nor compressed. Check the path, or whether the thread was archived or deleted.`,
    );
  });
});

test('who stops early leaves no file open', () => {
  const path = folder.write('a.jsonl', '0123456789');
  const next = (): number => {
    const fd = openSync(path, 'r');
    closeSync(fd);
    return fd;
  };
  const before = next();
  for (const _ of readPlainBytes({ path, chunkBytes: 4 })) break;
  for (const _ of readPlainBytes({ path }));
  writeFileSync(`${path}.zst`, writeZstd(Buffer.from('0123456789'), { blockBytes: 2 }));
  rmSync(path);
  for (const _ of readPlainBytes({ path })) break;
  writeFileSync(path, '');
  expect(next()).toBe(before);
});
