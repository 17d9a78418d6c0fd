import { readdirSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTempFile, removeTempFiles } from '../../../src/files/temp-file.js';
import { fileSystem } from '../../../src/rollout/index.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { WRITTEN_AT } from '../../support/writer-options.js';

const temp = useTempFolder();
const names = (): string[] => readdirSync(temp.path());
const HOUR_MS = 3_600_000;

test('tidying up leaves what somebody writes, other purposes and other files', () => {
  const options = { fs: fileSystem, beside: temp.path('x.jsonl'), purpose: 'expand', now: WRITTEN_AT };
  const used = createTempFile(options);
  const abandoned = temp.write('.x.jsonl.expand.123.tmp', '');
  temp.write('.x.jsonl.other.123.tmp', '');
  temp.write('.y.jsonl.expand.123.tmp', '');
  temp.write('x.jsonl', '');
  expect(names()).toHaveLength(5);
  removeTempFiles(options);
  expect(names()).not.toContain(abandoned);
  expect(names()).toHaveLength(4);
  used.discard();
  expect(names()).toEqual(['.x.jsonl.other.123.tmp', '.y.jsonl.expand.123.tmp', 'x.jsonl']);
});

test('where files cannot be locked, only what was not written to for an hour is abandoned', () => {
  const tryLock = () => 'unsupported' as const;
  const options = {
    fs: fileSystem,
    beside: temp.path('x.jsonl'),
    purpose: 'expand',
    now: WRITTEN_AT,
    tryLock,
  };
  const recent = temp.write('.x.jsonl.expand.recent.tmp', '');
  const old = temp.write('.x.jsonl.expand.old.tmp', '');
  utimesSync(recent, 0, (WRITTEN_AT - HOUR_MS) / 1000);
  utimesSync(old, 0, (WRITTEN_AT - HOUR_MS) / 1000 - 1);
  removeTempFiles(options);
  expect(names()).toEqual(['.x.jsonl.expand.recent.tmp']);
});

test('a file that was tidied away before it was locked is made again', () => {
  let first = true;
  const tryLock = () => {
    const attempt = first ? ('busy' as const) : ('locked' as const);
    first = false;
    return attempt;
  };
  const file = createTempFile({ fs: fileSystem, beside: temp.path('x'), purpose: 'p', tryLock });
  expect(names()).toHaveLength(1);
  file.discard();
  expect(names()).toEqual([]);
});
