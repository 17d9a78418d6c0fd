/** Laws 2, 5 and 8 together: after whatever became of a file, rows are those of its text, or of the last text it had. */
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/store/checkpoint.js';
import { arbitraryLegacyRollout, arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { THREAD_ID } from '../support/arbitrary-values.js';
import type { DerivedRows } from '../support/derived-rows.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

fc.configureGlobal({ baseSize: 'medium' });

const folder = useTempFolder();
let lab: HistoryLab;
let clean: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
  clean = await openHistoryLab(folder.path('clean'));
});

const arbitraryText = fc
  .oneof(arbitraryPaginatedRollout({ maxLines: 12 }), arbitraryLegacyRollout({ maxLines: 12 }))
  // What takes the place of a text differs from it at its end and at its beginning.
  .chain((lines) =>
    fc.nat(999_999).map((mark) => {
      const [meta = '', ...rest] = lines;
      const marked = [meta.replace('"cli"', `"cli","agent_nickname":"${mark}"`), ...rest];
      return bytesOfLines(marked.flatMap((line) => [line, `{"mark":${mark}}`]));
    }),
  );
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

const change = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), size: fraction }),
  fc.record({ kind: fc.constant('replace' as const), text: arbitraryText }),
  fc.record({ kind: fc.constant('cut' as const), to: fraction }),
  fc.record({ kind: fc.constant('cutAndGrow' as const), to: fraction, text: arbitraryText }),
  fc.record({ kind: fc.constantFrom('compress', 'expand', 'copy', 'vanish', 'restore', 'restart') }),
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** The file of the thread as a writer sees it; `ahead` is what it will append. */
interface Disk {
  text: Uint8Array;
  ahead: Uint8Array;
  compressed: boolean;
  there: boolean;
}

function apply(disk: Disk, step: Change): Disk {
  switch (step.kind) {
    case 'append': {
      const size = Math.ceil(step.size * disk.ahead.length);
      const text = Buffer.concat([disk.text, disk.ahead.subarray(0, size)]);
      return { ...disk, text, ahead: disk.ahead.subarray(size) };
    }
    case 'replace':
      return { ...disk, text: step.text, ahead: new Uint8Array() };
    case 'cut': {
      const text = disk.text.subarray(0, Math.floor(step.to * disk.text.length));
      return { ...disk, text };
    }
    case 'cutAndGrow': {
      const kept = disk.text.subarray(0, Math.floor(step.to * disk.text.length));
      return { ...disk, text: Buffer.concat([kept, Buffer.from('\n'), step.text]) };
    }
    case 'compress':
    case 'expand':
      return { ...disk, compressed: step.kind === 'compress' };
    case 'vanish':
    case 'restore':
      return { ...disk, there: step.kind === 'restore' };
    default:
      return disk;
  }
}

function writeDisk({ text, compressed, there }: Disk): void {
  const path = compressed ? `${lab.path}.zst` : lab.path;
  const bytes = compressed ? writeZstd(text, { checksum: true }) : Buffer.from(text);
  if (there && existsSync(path) && readFileSync(path).equals(bytes)) return;
  // With its folder, so that nobody waits for it to come back in another representation.
  rmSync(`${lab.home}/sessions`, { recursive: true, force: true });
  if (there) lab.write(bytes, path);
}

const withoutReplacements = (rows: DerivedRows): DerivedRows => ({
  ...rows,
  diagnostics: rows.diagnostics.filter(({ kind }) => kind !== 'source_replaced'),
});

async function cleanRows(text: Uint8Array): Promise<DerivedRows> {
  clean.clear();
  clean.write(text);
  await clean.project();
  return clean.rows();
}

it('rows are those of the text in the file, or of the last text while the file is lost', async () => {
  const seen = { gone: 0, standing: 0, replaced: 0 };
  await fc.assert(
    fc.asyncProperty(
      arbitraryText,
      fraction,
      fc.array(change, { minLength: 1, maxLength: 8 }),
      async (text, part, steps) => {
        lab.clear();
        const start = Math.ceil(part * text.length);
        let disk: Disk = {
          text: text.subarray(0, start),
          ahead: text.subarray(start),
          compressed: false,
          there: true,
        };
        writeDisk(disk);
        await lab.project();
        let last = withoutReplacements(lab.rows());
        for (const step of steps) {
          const before = readCheckpoint(lab.database.reader, THREAD_ID);
          const lengthBefore = existsSync(lab.path) ? statSync(lab.path).size : 0;
          disk = apply(disk, step);
          if (step.kind === 'restart') lab.restart();
          else if (step.kind === 'copy') rmSync(`${lab.home}/sessions`, { recursive: true, force: true });
          writeDisk(disk);
          await lab.project();

          const rows = withoutReplacements(lab.rows());
          if (rows.checkpoint?.source_gone != null) {
            seen.gone++;
            const tooShort = disk.text.length < Number(before?.next_rollout_byte_offset);
            expect(!disk.there || tooShort).toBe(true);
            const grewAgain =
              before?.source_gone === 'shrank' && !disk.compressed && disk.text.length > lengthBefore;
            expect(disk.there && grewAgain && lengthBefore > 0).toBe(false);
            expect({ ...rows, checkpoint: { ...rows.checkpoint, source_gone: null } }).toEqual({
              ...last,
              checkpoint: { ...last.checkpoint, source_gone: null },
            });
          } else if (rows.checkpoint !== null) {
            const expected = await cleanRows(disk.text);
            // A file that was a rollout once is projected even while nothing in it says that it is one.
            if (expected.checkpoint === null) expect({ ...rows, checkpoint: null }).toEqual(expected);
            else expect(rows).toEqual(expected);
            seen.standing++;
          }
          if (lab.rows().diagnostics.length > rows.diagnostics.length) seen.replaced++;
          last = rows;
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});
