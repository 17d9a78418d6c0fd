import { createHash } from 'node:crypto';
import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestSpan, statRollout } from '../../src/rollout/file-identity.js';
import { rolloutBytes } from '../support/byte-arbitraries.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();

test('the digest of a span is that of its bytes, in either representation, and null when the text is shorter', () => {
  fc.assert(
    fc.property(rolloutBytes, fc.nat(60), fc.nat(60), (bytes, from, length) => {
      const to = from + length;
      const plain = folder.write('a.jsonl', bytes);
      folder.write('b.jsonl.zst', writeZstd(bytes, { blockBytes: 9 }));
      const isThere = length === 0 || to <= bytes.length;
      const expected = isThere ? createHash('sha256').update(bytes.subarray(from, to)).digest('hex') : null;
      expect(digestSpan({ path: plain, from, to })).toBe(expected);
      expect(digestSpan({ path: folder.path('b.jsonl'), from, to })).toBe(expected);
    }),
  );
});

test('tells the file on disk', () => {
  const path = folder.write('a.jsonl', 'text\n');
  const stats = statSync(path, { bigint: true });
  expect(statRollout({ path })).toEqual({
    path,
    compressed: false,
    size: 5,
    mtimeNs: String(stats.mtimeNs),
    inode: String(stats.ino),
    device: String(stats.dev),
  });
});

test('tells of a compressed file that it is one, by either name', () => {
  const path = folder.write('a.jsonl.zst', writeZstd(Buffer.from('text\n')));
  expect(statRollout({ path: folder.path('a.jsonl') })).toMatchObject({ path, compressed: true });
  expect(statRollout({ path })).toMatchObject({ path, compressed: true });
});

test('refuses what is no file', () => {
  mkdirSync(folder.path('a.jsonl'));
  symlinkSync(folder.path('a.jsonl'), folder.path('b.jsonl'));
  expect(() => statRollout({ path: folder.path('a.jsonl') })).toThrow(/is a directory/);
  expect(() => statRollout({ path: folder.path('b.jsonl') })).toThrow(/is a symbolic link/);
  expect(() => statRollout({ path: folder.path('c.jsonl'), sleep: () => {} })).toThrow(/is not there/);
});
