import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileSystem } from '../../../src/files/file-system.js';
import { compressRollout } from '../../../src/rollout/compression/compress-rollout.js';
import type { CompressionOutcome } from '../../../src/rollout/compression/compression-outcome.js';
import { loadZstdEncoder, type ZstdEncoder } from '../../../src/rollout/compression/zstd-encoder.js';
import { acquireWriterLock, RolloutError, RolloutWriter } from '../../../src/rollout/index.js';
import { readFrameHeader } from '../../../src/rollout/zstd-frame-header.js';
import {
  type ColdRollout,
  DAY_MS,
  filesBelow,
  layColdRollout,
  leftovers,
  plainText,
  representations,
  setAge,
} from '../../support/cold-rollouts.js';
import { faultyFileSystem } from '../../support/faulty-file-system.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { writeZstd } from '../../support/zstd-writer.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');
const THREAD = '019cadc6-9a80-7000-8000-00000000000a';

let encoder: ZstdEncoder;
beforeAll(async () => {
  encoder = await loadZstdEncoder();
});

interface More {
  encoder?: ZstdEncoder;
  fs?: FileSystem;
  /** Done after the first step, when some of the file was read. */
  meanwhile?: () => void;
}

function compress(path: string, { meanwhile, ...more }: More = {}): CompressionOutcome {
  const steps = compressRollout({
    home: home(),
    path,
    modifiedBy: Date.now() - 7 * DAY_MS,
    encoder,
    now: Date.now,
    ...more,
  });
  for (let first = true; ; first = false) {
    const { done, value } = steps.next();
    if (done) return value;
    if (first) meanwhile?.();
  }
}

const skip = (reason: string) => ({ status: 'skipped', reason });

/** The rollout is as it was, and nothing else lies about. */
function expectUntouched({ path, bytes }: ColdRollout): void {
  expect(representations(path)).toEqual(['plain']);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(leftovers(home())).toEqual([]);
}

describe('compressRollout', () => {
  it('puts a compressed file of the same text, permissions and times in the place of the plain one', () => {
    const cold = layColdRollout({ home: home() });
    chmodSync(cold.path, 0o640);
    const modified = 1_793_502_931.123;
    utimesSync(cold.path, modified, modified);
    const before = lstatSync(cold.path, { bigint: true });
    const outcome = compress(cold.path);
    const after = lstatSync(`${cold.path}.zst`, { bigint: true });
    expect(outcome).toEqual({
      status: 'compressed',
      plainBytes: cold.bytes.length,
      compressedBytes: Number(after.size),
    });
    expect(after.size).toBeLessThan(before.size / 2n);
    expect(representations(cold.path)).toEqual(['compressed']);
    expect(plainText(cold.path).equals(cold.bytes)).toBe(true);
    expect(after.mode).toBe(before.mode);
    expect(after.mtimeMs).toBe(before.mtimeMs);
    expect(after.mtimeNs / 1000n).toBe(before.mtimeNs / 1000n);
    expect(leftovers(home())).toEqual([]);
    expect(compress(cold.path)).toEqual(skip('already_compressed'));
  });

  it('writes one frame that tells its length and ends with a checksum', () => {
    const cold = layColdRollout({ home: home() });
    compress(cold.path);
    expect(readFrameHeader(readFileSync(`${cold.path}.zst`))).toMatchObject({
      kind: 'data',
      contentBytes: cold.bytes.length,
      hasChecksum: true,
      hasDictionary: false,
      windowBytes: 2 * 1024 * 1024,
    });
  });

  it('gives back any bytes', () => {
    const start = layColdRollout({ home: home(), turns: 0 });
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 9_000 }))
        .map(([bytes, times]) => Buffer.alloc(bytes.length * times, bytes)),
    );
    fc.assert(
      fc.property(content, (rest) => {
        const bytes = Buffer.concat([start.bytes, rest]);
        rmSync(`${start.path}.zst`, { force: true });
        writeFileSync(start.path, bytes);
        setAge(start.path, 20);
        expect(compress(start.path).status).toBe('compressed');
        expect(plainText(start.path).equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves nothing behind when it is stopped', () => {
    const cold = layColdRollout({ home: home(), turns: 20_000 });
    const steps = compressRollout({
      home: home(),
      path: cold.path,
      modifiedBy: Date.now(),
      encoder,
      now: Date.now,
    });
    expect(steps.next().done).toBe(false);
    expect(filesBelow(home()).some((path) => path.endsWith('.tmp'))).toBe(true);
    steps.return({ status: 'skipped', reason: 'stopped' });
    expectUntouched(cold);
  });

  it('tells how far it has come, up to the length of the file', () => {
    const { path, bytes } = layColdRollout({ home: home(), turns: 5_000 });
    const seen: number[] = [];
    const steps = compressRollout({ home: home(), path, modifiedBy: Date.now(), encoder, now: Date.now });
    for (const done of steps) seen.push(done);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
    expect(seen.at(-1)).toBe(bytes.length);
  });

  it('hands a thread over to a writer that loses no line', () => {
    const cold = layColdRollout({ home: home() });
    compress(cold.path);
    const writer = RolloutWriter.reopen({ path: cold.path, now: Date.now });
    writer.append([
      {
        type: 'event_msg',
        payload: { type: 'agent_message', message: 'later', phase: null, memory_citation: null },
      },
    ] as Parameters<typeof writer.append>[0]);
    writer.close();
    expect(representations(cold.path)).toEqual(['plain']);
    expect(plainText(cold.path).subarray(0, cold.bytes.length).equals(cold.bytes)).toBe(true);
  });
});

describe('a rollout that is left as it is', () => {
  it.each([
    ['modified within the week', 'not_cold', ({ path }: ColdRollout) => setAge(path, 6.99)],
    ['from the future', 'not_cold', ({ path }: ColdRollout) => setAge(path, -1)],
    ['with several names', 'hard_link', ({ path }: ColdRollout) => linkSync(path, `${path}.copy`)],
  ])('%s: %s', (_what, reason, change) => {
    const cold = layColdRollout({ home: home() });
    change(cold);
    expect(compress(cold.path)).toEqual(skip(reason));
    expectUntouched(cold);
  });

  it('a cold one of exactly the age is compressed', () => {
    const cold = layColdRollout({ home: home(), days: 7 });
    expect(compress(cold.path).status).toBe('compressed');
  });

  it('empty, a folder, a link, gone', () => {
    const { path } = layColdRollout({ home: home() });
    writeFileSync(path, '');
    setAge(path, 20);
    expect(compress(path)).toEqual(skip('empty'));
    renameSync(path, folder.path('elsewhere.jsonl'));
    expect(compress(path)).toEqual(skip('gone'));
    symlinkSync(folder.path('elsewhere.jsonl'), path);
    expect(compress(path)).toEqual(skip('link'));
    unlinkSync(path);
    mkdirSync(path);
    expect(compress(path)).toEqual(skip('not_a_file'));
  });

  it('of a name that is not that of its thread', () => {
    const { path } = layColdRollout({ home: home(), threadId: THREAD });
    for (const other of [
      path.replace('8000', '8001'),
      path.replace(/\d{4}-.*/, 'foo.jsonl'),
      `${path} (1).jsonl`,
    ]) {
      writeFileSync(other, readFileSync(path));
      setAge(other, 20);
      expect(compress(other)).toEqual(skip('unusual_name'));
      expect(representations(other)).toEqual(['plain']);
    }
  });

  it.each([
    ['garbage', 'no JSON\n'],
    [
      'an unknown history mode',
      '{"timestamp":"2026-03-02T09:00:00.000Z","type":"session_meta","payload":{"id":"x","history_mode":"holographic"}}\n',
    ],
    [
      'a file of 2025',
      '{"id":"019cadc6-9a80-7000-8000-00000000000a","timestamp":"2025-07-01T09:00:00.000Z","instructions":null}\n',
    ],
  ])('without a session meta: %s', (_what, text) => {
    const { path } = layColdRollout({ home: home(), threadId: THREAD });
    writeFileSync(path, text);
    setAge(path, 20);
    expect(compress(path)).toEqual(skip('no_session_meta'));
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it("another user's", () => {
    const cold = layColdRollout({ home: home() });
    const fs = faultyFileSystem();
    const mine = fs.fstatSync;
    // Only root could give the file away in earnest.
    const foreign = Object.assign(fs, {
      fstatSync(...parameters: Parameters<typeof mine>) {
        const stats = mine(...parameters);
        const ofTemp = stats?.size === 0n;
        return ofTemp
          ? Object.assign(Object.create(Object.getPrototypeOf(stats)), stats, { uid: 4_711n })
          : stats;
      },
    });
    expect(compress(cold.path, { fs: foreign })).toEqual(skip('other_owner'));
    expectUntouched(cold);
  });
});

describe('a rollout that is written meanwhile', () => {
  const large = (): ColdRollout => layColdRollout({ home: home(), turns: 2_000 });

  it('is busy while its writer lock is held', () => {
    const cold = large();
    const lock = acquireWriterLock({ home: home(), threadId: cold.threadId, now: Date.now });
    expect(compress(cold.path)).toEqual(skip('busy'));
    lock.release();
    expectUntouched(cold);
    expect(compress(cold.path).status).toBe('compressed');
  });

  it('tells a writer that comes in the midst of the switch who is at it', () => {
    const cold = large();
    const fs = faultyFileSystem();
    const met: string[] = [];
    const tryToWrite = (call: string): void => {
      try {
        acquireWriterLock({ home: home(), threadId: cold.threadId, now: Date.now }).release();
        met.push(`${call}: free`);
      } catch (error) {
        met.push(`${call}: ${error instanceof RolloutError ? error.code : error}`);
      }
    };
    const { linkSync: link, unlinkSync: unlink } = fs;
    Object.assign(fs, {
      linkSync(...parameters: Parameters<typeof link>) {
        tryToWrite('link');
        link(...parameters);
      },
      unlinkSync(path: string) {
        if (path === cold.path) tryToWrite('unlink');
        unlink(path);
      },
    });
    expect(compress(cold.path, { fs }).status).toBe('compressed');
    expect(met).toEqual(['link: thread_locked', 'unlink: thread_locked']);
  });

  it('has changed when something was appended, without any lock', () => {
    const cold = large();
    expect(compress(cold.path, { meanwhile: () => appendFileSync(cold.path, 'x\n') })).toEqual(
      skip('changed'),
    );
    expectUntouched({ ...cold, bytes: Buffer.concat([cold.bytes, Buffer.from('x\n')]) });
  });

  it('has changed when its bytes did, but neither length nor time', () => {
    const cold = large();
    const { mtime } = lstatSync(cold.path);
    const other = Buffer.from(cold.bytes).fill('y', cold.bytes.length - 100);
    const meanwhile = (): void => {
      writeFileSync(cold.path, other);
      utimesSync(cold.path, mtime, mtime);
    };
    expect(compress(cold.path, { meanwhile })).toEqual(skip('changed'));
    expectUntouched({ ...cold, bytes: other });
  });

  it('has changed when another file took its place', () => {
    const cold = large();
    const meanwhile = (): void => {
      writeFileSync(`${cold.path}.new`, cold.bytes);
      setAge(`${cold.path}.new`, 20);
      renameSync(`${cold.path}.new`, cold.path);
    };
    expect(compress(cold.path, { meanwhile })).toEqual(skip('changed'));
    expectUntouched(cold);
  });

  it('has changed when it was cut', () => {
    const cold = large();
    const meanwhile = (): void => writeFileSync(cold.path, cold.bytes.subarray(0, 1_000));
    expect(compress(cold.path, { meanwhile })).toEqual(skip('changed'));
  });

  it('has changed when it was moved to the archive', () => {
    const cold = large();
    const moved = folder.path('moved.jsonl');
    expect(compress(cold.path, { meanwhile: () => renameSync(cold.path, moved) })).toEqual(skip('changed'));
    expect(representations(cold.path)).toEqual([]);
    expect(leftovers(home())).toEqual([]);
  });
});

describe('a compressed file beside the plain one', () => {
  const withTwin = (content: Uint8Array | ((bytes: Buffer) => Uint8Array)): ColdRollout => {
    const cold = layColdRollout({ home: home() });
    writeFileSync(`${cold.path}.zst`, typeof content === 'function' ? content(cold.bytes) : content);
    return cold;
  };

  it('that holds the same makes the plain one superfluous', () => {
    const cold = withTwin((bytes) => writeZstd(bytes));
    expect(compress(cold.path)).toMatchObject({ status: 'finished', plainBytes: cold.bytes.length });
    expect(representations(cold.path)).toEqual(['compressed']);
    expect(plainText(cold.path).equals(cold.bytes)).toBe(true);
  });

  it('that holds its beginning is replaced', () => {
    const cold = withTwin((bytes) => writeZstd(bytes.subarray(0, -10)));
    expect(compress(cold.path).status).toBe('compressed');
    expect(representations(cold.path)).toEqual(['compressed']);
    expect(plainText(cold.path).equals(cold.bytes)).toBe(true);
  });

  it.each([
    ['more', (bytes: Buffer) => writeZstd(Buffer.concat([bytes, Buffer.from('{}\n')]))],
    ['something else', (bytes: Buffer) => writeZstd(Buffer.from(bytes).fill('z', bytes.length - 5))],
    ['no zstd', () => Buffer.from('junk')],
    ['half a frame', (bytes: Buffer) => writeZstd(bytes).subarray(0, -50)],
  ])('that holds %s is left alone with it', (_what, content) => {
    const cold = withTwin(content);
    const twin = readFileSync(`${cold.path}.zst`);
    expect(compress(cold.path)).toEqual(skip('conflicting_twin'));
    expect(readFileSync(cold.path).equals(cold.bytes)).toBe(true);
    expect(readFileSync(`${cold.path}.zst`).equals(twin)).toBe(true);
  });

  it('is left alone while somebody writes', () => {
    const cold = withTwin((bytes) => writeZstd(bytes));
    const lock = acquireWriterLock({ home: home(), threadId: cold.threadId, now: Date.now });
    expect(compress(cold.path)).toEqual(skip('busy'));
    lock.release();
    expect(representations(cold.path)).toEqual(['plain', 'compressed']);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['another byte', (part: Uint8Array) => Buffer.from(part).fill(7, part.length - 1)],
    ['nothing', () => new Uint8Array(0)],
    ['too much', (part: Uint8Array) => Buffer.concat([part, part])],
  ])('an encoder that ends with %s costs no rollout', (_what, spoil) => {
    const cold = layColdRollout({ home: home() });
    const broken = { ...encoder, end: () => spoil(encoder.end()) };
    expect(() => compress(cold.path, { encoder: broken })).toThrow(
      expect.objectContaining({ code: 'damaged_compression' }),
    );
    expectUntouched(cold);
  });

  it('at any call leaves a whole file, and the next attempt comes to its end', () => {
    const sound = faultyFileSystem();
    const first = layColdRollout({ home: home() });
    compress(first.path, { fs: sound });
    expect(sound.calls.length).toBeGreaterThan(20);
    for (const [at, { name }] of sound.calls.entries()) {
      // A file is closed also when the system says that something went wrong with it.
      if (name === 'closeSync') continue;
      for (const code of ['EIO', 'ENOSPC', 'EACCES']) {
        rmSync(home(), { recursive: true });
        const cold = layColdRollout({ home: home() });
        const fs = faultyFileSystem({ kind: 'error', code, at });
        try {
          compress(cold.path, { fs });
        } catch (error) {
          expect(error).toBeInstanceOf(RolloutError);
        }
        expect(representations(cold.path).length).toBeGreaterThan(0);
        expect(plainText(cold.path).equals(cold.bytes)).toBe(true);
        compress(cold.path);
        expect(representations(cold.path)).toEqual(['compressed']);
        expect(plainText(cold.path).equals(cold.bytes)).toBe(true);
      }
    }
  });

  it('says that the disk is full', () => {
    const cold = layColdRollout({ home: home() });
    const fs = faultyFileSystem();
    const at = (() => {
      compress(cold.path, { fs });
      return fs.calls.findIndex(({ name }) => name === 'writeSync');
    })();
    rmSync(home(), { recursive: true });
    const again = layColdRollout({ home: home() });
    const full = faultyFileSystem({ kind: 'error', code: 'ENOSPC', at, partial: 5 });
    expect(() => compress(again.path, { fs: full })).toThrow(expect.objectContaining({ code: 'disk_full' }));
    expectUntouched(again);
  });

  it('writes on when the system takes only a part', () => {
    const cold = layColdRollout({ home: home() });
    const fs = faultyFileSystem();
    compress(cold.path, { fs });
    const at = fs.calls.findIndex(({ name }) => name === 'writeSync');
    rmSync(home(), { recursive: true });
    const again = layColdRollout({ home: home() });
    expect(compress(again.path, { fs: faultyFileSystem({ kind: 'short', at, partial: 3 }) }).status).toBe(
      'compressed',
    );
    expect(plainText(again.path).equals(again.bytes)).toBe(true);
  });
});
