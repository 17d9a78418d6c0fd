import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acquireMaintenanceLock, materialiseRollout } from '../../../src/rollout/index.js';
import { faultyFileSystem } from '../../support/faulty-file-system.js';
import { THREAD_ID } from '../../support/session-meta.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { writeZstd } from '../../support/zstd-writer.js';

const temp = useTempFolder();
const NAME = `sessions/2026/11/20/rollout-2026-11-20T10-00-00-${THREAD_ID}.jsonl`;
const TEXT = 'a line\n'.repeat(50_000);
const plain = (): string => temp.path(NAME);
const compress = (text = TEXT): string => temp.write(`${NAME}.zst`, writeZstd(Buffer.from(text)));
const names = (): string[] => readdirSync(dirname(plain()));

test('the plain file takes the place of the compressed one, with its permissions and times', () => {
  const path = compress();
  chmodSync(path, 0o640);
  utimesSync(path, 1_700_000_000.25, 1_700_000_001.5);
  expect(materialiseRollout({ path })).toBe(true);
  expect(readFileSync(plain(), 'utf8')).toBe(TEXT);
  expect(names()).toEqual([basename(NAME)]);
  expect(statSync(plain()).mode & 0o777).toBe(0o640);
  expect(statSync(plain()).mtimeMs).toBe(1_700_000_001_500);
});

test('a plain rollout is left as it is, and so is one that was expanded before', () => {
  const path = compress();
  materialiseRollout({ path });
  const before = statSync(plain(), { bigint: true });
  expect(materialiseRollout({ path })).toBe(false);
  expect(statSync(plain(), { bigint: true })).toEqual(before);
});

test('where both exist the plain one wins', () => {
  compress('older\n');
  temp.write(NAME, 'newer\n');
  expect(materialiseRollout({ path: plain() })).toBe(false);
  expect(readFileSync(plain(), 'utf8')).toBe('newer\n');
  expect(names()).toEqual([basename(NAME)]);
});

test('while maintenance runs, a compressed file beside a plain one stays', () => {
  compress('older\n');
  temp.write(NAME, 'newer\n');
  const lock = acquireMaintenanceLock({ home: temp.path() });
  materialiseRollout({ path: plain() });
  expect(names()).toHaveLength(2);
  lock?.release();
  materialiseRollout({ path: plain() });
  expect(names()).toEqual([basename(NAME)]);
});

test('what is being expanded is readable for its owner alone', () => {
  const fs = faultyFileSystem();
  const modes: number[] = [];
  const write = fs.writeSync;
  fs.writeSync = ((fd: number, bytes: Uint8Array, from?: number, length?: number) => {
    modes.push(fs.fstatSync(fd).mode & 0o777);
    return write(fd, bytes, from, length);
  }) as typeof write;
  materialiseRollout({ path: compress(), fs });
  expect(new Set(modes)).toEqual(new Set([0o600]));
});

test('another process that was quicker keeps its file, even with lines appended to it', () => {
  const path = compress();
  const fs = faultyFileSystem();
  const { linkSync } = fs;
  fs.linkSync = (from, to) => {
    temp.write(NAME, `${TEXT}appended\n`);
    linkSync(from, to);
  };
  materialiseRollout({ path, fs });
  expect(readFileSync(plain(), 'utf8')).toBe(`${TEXT}appended\n`);
  expect(names()).toEqual([basename(NAME)]);
});

test('a file system without hard links is renamed on instead', () => {
  const path = compress();
  const fs = faultyFileSystem();
  fs.linkSync = () => {
    throw Object.assign(new Error('no links'), { code: 'EPERM' });
  };
  materialiseRollout({ path, fs });
  expect(readFileSync(plain(), 'utf8')).toBe(TEXT);
  expect(names()).toEqual([basename(NAME)]);
});

describe('failures leave the compressed file alone, and nothing else', () => {
  test('a damaged file', () => {
    const bytes = readFileSync(compress());
    const path = temp.write(`${NAME}.zst`, bytes.subarray(0, -10));
    expect(() => materialiseRollout({ path })).toThrow(
      expect.objectContaining({ code: 'damaged_compression' }),
    );
    expect(names()).toEqual([basename(path)]);
  });

  test('a disk that is full at any write, or that fails at any other call', () => {
    const path = compress();
    const recorder = faultyFileSystem();
    materialiseRollout({ path, fs: recorder });
    const published = recorder.calls.findIndex(({ name }) => name === 'linkSync');
    expect(published).toBeGreaterThan(5);
    for (let at = 0; at <= published; at += 1) {
      const home = temp.path(`at-${at}`, dirname(NAME));
      mkdirSync(home, { recursive: true });
      const file = temp.write(`at-${at}/${NAME}.zst`, writeZstd(Buffer.from(TEXT)));
      const fs = faultyFileSystem({ kind: 'error', code: 'ENOSPC', at, partial: 100 });
      expect(() => materialiseRollout({ path: file, fs })).toThrow(
        expect.objectContaining({ code: 'disk_full' }),
      );
      const left = readdirSync(home).filter((name) => !name.startsWith('.'));
      expect(left).toEqual([basename(file)]);
      materialiseRollout({ path: file });
      expect(readdirSync(home)).toEqual([basename(NAME)]);
      expect(readFileSync(temp.path(`at-${at}`, NAME), 'utf8')).toBe(TEXT);
    }
  });

  test('what is no file', () => {
    const path = compress();
    symlinkSync(path, `${path}.link.jsonl.zst`);
    expect(() => materialiseRollout({ path: `${path}.link.jsonl` })).toThrow(
      expect.objectContaining({ code: 'is_link' }),
    );
    mkdirSync(temp.path('folder.jsonl.zst'));
    expect(() => materialiseRollout({ path: temp.path('folder.jsonl') })).toThrow(
      expect.objectContaining({ code: 'is_directory' }),
    );
    expect(() => materialiseRollout({ path: temp.path('none.jsonl') })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
    expect(existsSync(path)).toBe(true);
  });
});
