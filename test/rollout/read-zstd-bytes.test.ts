import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readPlainBytes } from '../../src/rollout/read-plain-bytes.js';
import { RolloutError } from '../../src/rollout/rollout-error.js';
import { useTempFolder } from '../support/temp-folder.js';
import { ZSTD_SAMPLE_CHECKSUM_AT, zstdSample, zstdSampleText } from '../support/zstd-sample.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();

interface Outcome {
  text: string;
  code: string | null;
}

/** What was read, and how it ended. */
function readAll(compressed: Uint8Array): Outcome {
  const path = folder.write('a.jsonl.zst', compressed);
  let text = '';
  try {
    for (const chunk of readPlainBytes({ path })) text += Buffer.from(chunk).toString('latin1');
  } catch (error) {
    if (error instanceof RolloutError) return { text, code: error.code };
    throw error;
  }
  return { text, code: null };
}

const changed = (bytes: Buffer, at: number, value: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};

describe('whole files', () => {
  test('a compressed file gives its text', () => {
    expect(readAll(zstdSample())).toEqual({ text: zstdSampleText(), code: null });
  });

  test('several frames give their texts one after the other', () => {
    const plain = writeZstd(Buffer.from('between\n'), { checksum: true, skippableBytes: 7 });
    const file = Buffer.concat([zstdSample(), plain, zstdSample()]);
    const expected = `${zstdSampleText()}between\n${zstdSampleText()}`;
    expect(readAll(file)).toEqual({ text: expected, code: null });
  });

  test('an empty frame is an empty text, and a skippable one alone is none', () => {
    expect(readAll(writeZstd(Buffer.alloc(0)))).toEqual({ text: '', code: null });
    const skippable = writeZstd(Buffer.alloc(0), { skippableBytes: 3 }).subarray(0, 11);
    expect(readAll(skippable)).toEqual({ text: '', code: null });
  });
});

describe('damage', () => {
  test('cut off at any byte: everything decompressed so far comes, then the error', () => {
    const content = Buffer.from('0123456789abcdefghij'.repeat(3));
    const whole = writeZstd(content, { blockBytes: 20, checksum: true });
    for (let length = 0; length < whole.length; length += 1) {
      const { text, code } = readAll(whole.subarray(0, length));
      expect(code).toBe('damaged_compression');
      const blocks = Math.max(0, Math.min(3, Math.floor((length - 6) / 23)));
      expect(text).toBe(content.subarray(0, blocks * 20).toString());
    }
  });

  test('cut off in its second block: the first one comes', () => {
    const { text, code } = readAll(zstdSample().subarray(0, ZSTD_SAMPLE_CHECKSUM_AT - 1));
    expect(code).toBe('damaged_compression');
    expect(text).toBe(zstdSampleText().slice(0, 128 * 1024));
  });

  test('a changed byte is noticed, unless the text is none the worse for it', () => {
    const sample = zstdSample();
    const text = zstdSampleText();
    for (let at = 0; at < sample.length; at += 37) {
      const outcome = readAll(changed(sample, at, (sample[at] ?? 0) ^ 0x55));
      expect(outcome.code !== null || outcome.text === text, `byte ${at}`).toBe(true);
    }
    expect(readAll(changed(sample, sample.length - 1, 0)).code).toBe('damaged_compression');
  });

  test('a frame that is shorter than it says is damaged', () => {
    const file = writeZstd(Buffer.from('text\n'), { contentSize: true });
    expect(readAll(file)).toEqual({ text: 'text\n', code: null });
    expect(readAll(changed(file, 6, 6))).toEqual({ text: 'text\n', code: 'damaged_compression' });
  });

  test('bytes after the last frame, plain text and an empty file are no zstd', () => {
    const nul = Buffer.concat([writeZstd(Buffer.from('text\n')), Buffer.alloc(9)]);
    expect(readAll(nul)).toEqual({ text: 'text\n', code: 'damaged_compression' });
    expect(readAll(Buffer.from('{"type":"session_meta"}\n')).code).toBe('damaged_compression');
    expect(readAll(Buffer.alloc(0)).code).toBe('damaged_compression');
  });

  test('a block of the reserved kind is damage', () => {
    const file = writeZstd(Buffer.from('text\n'));
    expect(readAll(changed(file, 6, (file[6] ?? 0) | 0x06)).code).toBe('damaged_compression');
  });
});

test('a window that fzstd would misread is refused', () => {
  const file = writeZstd(Buffer.from('text\n'));
  expect(readAll(changed(file, 5, 16 << 3)).code).toBeNull();
  expect(readAll(changed(file, 5, (16 << 3) | 1)).code).toBe('unsupported_compression');
});

test('a gigabyte of run-length blocks is read in little memory', () => {
  const chunk = Buffer.alloc(128 * 1024, 'x');
  const one = writeZstd(chunk);
  const head = one.subarray(0, 6);
  const block = changed(one, 6, (one[6] ?? 0) & ~1).subarray(6);
  const blocks = Array.from({ length: 8191 }, () => block);
  const path = folder.write('a.jsonl.zst', Buffer.concat([head, ...blocks, one.subarray(6)]));
  let length = 0;
  let held = 0;
  const hash = createHash('sha256');
  const before = process.memoryUsage().arrayBuffers;
  for (const bytes of readPlainBytes({ path })) {
    if (length === 0) hash.update(bytes);
    length += bytes.length;
    held = Math.max(held, process.memoryUsage().arrayBuffers - before);
  }
  expect(length).toBe(2 ** 30);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(chunk).digest('hex'));
  expect(held).toBeLessThan(200 * 1024 * 1024);
});
