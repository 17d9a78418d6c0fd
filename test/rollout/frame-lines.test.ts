import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FramedLines, frameLines, type LineTail } from '../../src/rollout/frame-lines.js';
import { chunkLengths, cutInto, rolloutBytes } from '../support/byte-arbitraries.js';

interface Seen {
  start: number;
  end: number;
  text: string | null;
  utf8: boolean;
}

/** Copies what is only valid for a moment; latin1 keeps every byte. */
function collect(lines: FramedLines): { lines: Seen[]; tail: LineTail } {
  const seen: Seen[] = [];
  for (const { start, end, bytes, utf8 } of lines) {
    seen.push({ start, end, text: bytes === null ? null : bytes.toString('latin1'), utf8 });
  }
  return { lines: seen, tail: lines.tail() };
}

/** One buffer for all chunks, as a reader of a plain file has it. */
function* throughOneBuffer(chunks: Uint8Array[]): Generator<Uint8Array> {
  const buffer = Buffer.alloc(Math.max(0, ...chunks.map((chunk) => chunk.length)));
  for (const chunk of chunks) {
    buffer.fill(0xee);
    buffer.set(chunk);
    yield buffer.subarray(0, chunk.length);
  }
}

const frame = (text: string | Uint8Array, offset = 0) =>
  collect(frameLines([typeof text === 'string' ? Buffer.from(text) : text], { offset }));

describe('laws', () => {
  test('any bytes in any chunks give the lines that a split at LF gives, with their spans', () => {
    fc.assert(
      fc.property(rolloutBytes, chunkLengths, fc.nat(1e6), (bytes, lengths, offset) => {
        const { lines, tail } = collect(frameLines(throughOneBuffer(cutInto(bytes, lengths)), { offset }));
        const parts = Buffer.from(bytes).toString('latin1').split('\n');
        const rest = parts.pop() ?? '';
        let at = offset;
        const expected = parts.map((text) => {
          const start = at;
          at += text.length + 1;
          return { start, end: at, text, utf8: isUtf8(Buffer.from(text, 'latin1')) };
        });
        expect(lines).toEqual(expected);
        expect(tail.start).toBe(at);
        expect(tail.length).toBe(rest.length);
        expect(tail.bytes?.toString('latin1')).toBe(rest);
      }),
      { numRuns: 500 },
    );
  });

  test('a limit changes nothing but that longer lines come without their bytes', () => {
    fc.assert(
      fc.property(rolloutBytes, chunkLengths, fc.nat(12), (bytes, lengths, maxLineBytes) => {
        const all = collect(frameLines(cutInto(bytes, lengths), { offset: 7 }));
        const limited = collect(frameLines(cutInto(bytes, lengths), { offset: 7, maxLineBytes }));
        const isLonger = (line: { start: number; end: number }) => line.end - line.start - 1 > maxLineBytes;
        expect(limited.lines).toEqual(
          all.lines.map((line) => (isLonger(line) ? { ...line, text: null, utf8: false } : line)),
        );
        expect(limited.tail.length).toBe(all.tail.length);
        expect(limited.tail.bytes === null).toBe(all.tail.length > maxLineBytes);
      }),
    );
  });
});

describe('bytes that other readers stumble over', () => {
  test('CR, U+2028, U+2029, NEL, vertical tab and form feed end no line', () => {
    const text = '{"a":"\u2028\u2029\u0085"}\r\n\v\f\n';
    expect(frame(text).lines.map((line) => line.text)).toEqual([
      Buffer.from('{"a":"\u2028\u2029\u0085"}\r').toString('latin1'),
      '\v\f',
    ]);
  });

  test('a run of NUL bytes is a line', () => {
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.alloc(5000), Buffer.from('\nb\n')]);
    expect(frame(bytes).lines.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [2, 5003],
      [5003, 5005],
    ]);
  });

  test('one line of broken UTF-8 does not mark its neighbours', () => {
    const bytes = Buffer.from([0x61, 0x0a, 0xc3, 0x0a, 0xa9, 0x0a, 0xc3, 0xa9, 0x0a]);
    expect(frame(bytes).lines.map((line) => line.utf8)).toEqual([true, false, false, true]);
  });

  test('an empty file has no line and no tail, and one of newlines only empty lines', () => {
    expect(collect(frameLines([], { offset: 0 }))).toEqual({
      lines: [],
      tail: { start: 0, length: 0, bytes: Buffer.alloc(0) },
    });
    const { lines, tail } = frame('\n\n\n', 10);
    expect(lines.map(({ start, end, text }) => [start, end, text])).toEqual([
      [10, 11, ''],
      [11, 12, ''],
      [12, 13, ''],
    ]);
    expect(tail.length).toBe(0);
  });

  test('a torn last line is the tail', () => {
    const { lines, tail } = frame('{"a":1}\n{"b"');
    expect(lines).toHaveLength(1);
    expect({ ...tail, bytes: tail.bytes?.toString() }).toEqual({ start: 8, length: 4, bytes: '{"b"' });
  });
});

describe('long lines', () => {
  const MIB = 1024 * 1024;

  test('a line of 20 MB in many chunks is put together', () => {
    const long = Buffer.alloc(20 * MIB, 'x');
    const bytes = Buffer.concat([Buffer.from('a\n'), long, Buffer.from('\nb\n')]);
    const { lines } = collect(frameLines(cutInto(bytes, [256 * 1024]), { offset: 0 }));
    expect(lines.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [2, long.length + 3],
      [long.length + 3, long.length + 5],
    ]);
    expect(lines[1]?.text === long.toString('latin1')).toBe(true);
  });

  test('a line beyond the limit is not held while it is read', () => {
    const chunk = Buffer.alloc(MIB, 'x');
    let held = 0;
    function* chunks(): Generator<Uint8Array> {
      const before = process.memoryUsage().arrayBuffers;
      for (let index = 0; index < 64; index += 1) {
        held = Math.max(held, process.memoryUsage().arrayBuffers - before);
        yield chunk;
      }
      yield Buffer.from('\nshort\n');
    }
    const { lines } = collect(frameLines(chunks(), { offset: 0, maxLineBytes: 2 * MIB }));
    expect(lines.map(({ text }) => text)).toEqual([null, 'short']);
    expect(lines[0]?.end).toBe(64 * MIB + 1);
    expect(held).toBeLessThan(16 * MIB);
  });
});

test('a line inside one chunk is a view of the chunk', () => {
  const chunk = Buffer.from('one\ntwo\n');
  const views = [...frameLines([chunk], { offset: 0 })].map(({ bytes }) => bytes);
  expect(views.map((view) => view?.buffer === chunk.buffer)).toEqual([true, true]);
  expect(views[1]?.byteOffset).toBe(chunk.byteOffset + 4);
});

test('who stops early closes the source', () => {
  let closed = false;
  function* chunks(): Generator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('line\n');
    } finally {
      closed = true;
    }
  }
  for (const line of frameLines(chunks(), { offset: 0 })) if (line.start > 10) break;
  expect(closed).toBe(true);
});
