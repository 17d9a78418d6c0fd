import { readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RolloutError, RolloutWriter } from '../../../src/rollout/index.js';
import { type Fault, faultyFileSystem } from '../../support/faulty-file-system.js';
import { THREAD_ID } from '../../support/session-meta.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { legacyMeta, now, paginatedMeta } from '../../support/writer-options.js';
import { ordinalsOf, startedTurns, turnStarted, writtenLines } from '../../support/written-lines.js';

const temp = useTempFolder();
const file = (): string => temp.path('sessions', `rollout-x-${THREAD_ID}.jsonl`);

function failureOf(work: () => unknown): RolloutError {
  try {
    work();
  } catch (error) {
    if (error instanceof RolloutError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** A writer with one turn in its file, whose next write comes to `fault`. */
function failing(fault: { code: string; partial?: number; times?: number }) {
  const fs = faultyFileSystem();
  const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now, fs });
  writer.append([turnStarted('a')]);
  // An append looks at the file once before it writes.
  fs.fault = { kind: 'error', at: fs.calls.length + 1, ...fault };
  return { fs, writer };
}

describe('a write that fails', () => {
  test.each([
    ['ENOSPC', 'disk_full', 'Make room on the disk'],
    ['EDQUOT', 'disk_full', 'Make room or have the quota raised'],
    ['EIO', 'write_failed', 'Check the disk and try again'],
    ['EROFS', 'no_access', 'Mount it for writing'],
  ])('with %s says what happened and what to do', (code, expected, hint) => {
    const { writer } = failing({ code });
    const failure = failureOf(() => writer.append([turnStarted('b')]));
    expect(failure).toMatchObject({ code: expected, path: file() });
    expect(failure.hint).toContain(hint);
    expect(failure.hint).toContain('kept and goes out with the next append or flush');
  });

  test('leaves its lines pending, and the next append writes them first, each once', () => {
    const { writer } = failing({ code: 'ENOSPC' });
    const { size } = statSync(file());
    const before = writer.position();
    failureOf(() => writer.append([turnStarted('b'), turnStarted('c')]));
    expect(writer.pending).toBe(2);
    expect(writer.position()).toEqual(before);
    const receipt = writer.append([turnStarted('d')]);
    expect(receipt).toMatchObject({ start: size, lines: 3, firstOrdinal: 2, kept: 1 });
    expect(startedTurns(file())).toEqual(['a', 'b', 'c', 'd']);
    expect(ordinalsOf(file())).toEqual([0, 1, 2, 3, 4]);
    expect(writer.pending).toBe(0);
  });

  test('in the middle of a line goes on exactly there: nothing is cut off and nothing doubled', () => {
    const { writer } = failing({ code: 'ENOSPC', partial: 200 });
    const { size } = statSync(file());
    failureOf(() => writer.append([turnStarted('b'), turnStarted('c')]));
    expect(statSync(file()).size).toBe(size + 200);
    const torn = readFileSync(file());
    writer.flush();
    expect(readFileSync(file()).subarray(0, torn.length)).toEqual(torn);
    expect(startedTurns(file())).toEqual(['a', 'b', 'c']);
    expect(writtenLines(file())).toMatchObject({ broken: [], tail: '' });
  });

  test('after its last byte had arrived does not write the lines again', () => {
    const { writer } = failing({ code: 'EIO', partial: 1_000_000 });
    failureOf(() => writer.append([turnStarted('b')]));
    writer.close();
    expect(startedTurns(file())).toEqual(['a', 'b']);
  });

  test('leaves a file that another writer can go on with', () => {
    const { writer } = failing({ code: 'ENOSPC', partial: 20 });
    failureOf(() => writer.append([turnStarted('lost')]));
    const other = RolloutWriter.reopen({ path: file(), now });
    other.append([turnStarted('b')]);
    expect(startedTurns(file())).toEqual(['a', 'b']);
    expect(ordinalsOf(file())).toEqual([0, 1, 2]);
    expect(failureOf(() => writer.flush()).code).toBe('changed_elsewhere');
    expect(startedTurns(file())).toEqual(['a', 'b']);
  });

  test('at closing leaves the writer open, and closing can be tried again', () => {
    const { writer } = failing({ code: 'ENOSPC', times: 3 });
    failureOf(() => writer.append([turnStarted('b')]));
    failureOf(() => writer.close());
    writer.close();
    expect(startedTurns(file())).toEqual(['a', 'b']);
  });
});

test('a sync that fails says that the lines are in the file, and the next flush tries again', () => {
  const fs = faultyFileSystem();
  const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now, fs, durability: 'disk' });
  writer.append([turnStarted('a')]);
  fs.fault = { kind: 'error', code: 'EIO', at: fs.calls.length + 2 };
  const failure = failureOf(() => writer.append([turnStarted('b')]));
  expect(failure.message).toContain('could not be brought to the disk');
  expect(writer.pending).toBe(0);
  expect(writer.position()).toEqual({ nextOffset: statSync(file()).size, nextOrdinal: 3 });
  const syncs = () => fs.calls.filter(({ name, path }) => name === 'fsyncSync' && path === file()).length;
  const before = syncs();
  writer.flush();
  expect(syncs()).toBe(before + 1);
  expect(startedTurns(file())).toEqual(['a', 'b']);
});

test('a write that the system takes in parts is finished', () => {
  const fs = faultyFileSystem();
  const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now, fs });
  writer.append([turnStarted('a')]);
  fs.fault = { kind: 'short', at: fs.calls.length + 1, partial: 7 };
  writer.append([turnStarted('b')]);
  expect(startedTurns(file())).toEqual(['a', 'b']);
});

const faultArbitrary = fc.record({
  code: fc.constantFrom('ENOSPC', 'EIO', 'EDQUOT', 'EACCES', 'EMFILE'),
  after: fc.integer({ min: 0, max: 6 }),
  times: fc.integer({ min: 1, max: 3 }),
  partial: fc.integer({ min: 0, max: 700 }),
});
const stepArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.record({ append: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant('flush' as const) },
  { weight: 3, arbitrary: faultArbitrary },
);

test('whatever fails, every record handed over is in the file once, in order, and no byte is ever taken back', () => {
  let run = 0;
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.array(stepArbitrary, { maxLength: 12 }),
      (paginated, disk, steps) => {
        run += 1;
        const path = temp.path(`run-${run}`, 'rollout-x.jsonl');
        const fs = faultyFileSystem();
        const meta = paginated ? paginatedMeta() : legacyMeta();
        const durability = disk ? 'disk' : 'system';
        const writer = RolloutWriter.create({ path, meta, now, fs, durability });
        const handedOver: string[] = [];
        let seen = '';
        const attempt = (work: () => void): void => {
          try {
            work();
          } catch (error) {
            if (!(error instanceof RolloutError)) throw error;
          }
          const text = fs.calls.some(({ name }) => name === 'writeSync') ? readFileSync(path, 'utf8') : '';
          expect(text.startsWith(seen)).toBe(true);
          seen = text;
        };
        for (const step of steps) {
          if (step === 'flush') attempt(() => writer.flush());
          else if ('append' in step) {
            const turns = Array.from({ length: step.append }, (_, index) => `${handedOver.length + index}`);
            handedOver.push(...turns);
            attempt(() => writer.append(turns.map(turnStarted)));
          } else {
            const { after, ...fault } = step;
            fs.fault = { kind: 'error', at: fs.calls.length + after, ...fault } satisfies Fault;
          }
        }
        fs.fault = null;
        writer.close();
        expect(startedTurns(path)).toEqual(handedOver);
        const { records, broken, tail } = writtenLines(path);
        expect({ broken, tail }).toEqual({ broken: [], tail: '' });
        expect(ordinalsOf(path)).toEqual(records.map((_, index) => (paginated ? index : null)));
        expect(writer.position().nextOffset).toBe(records.length === 0 ? 0 : statSync(path).size);
      },
    ),
    { numRuns: 300 },
  );
});
