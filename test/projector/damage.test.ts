/** Law 4: whatever the bytes, projection reaches the last complete line, and tells of every line it could not read. */
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { listDiagnostics } from '../../src/store/diagnostics.js';
import { lineSpans } from '../../src/testing/damage/line-spans.js';
import { DAMAGES, rollout } from '../../src/testing/index.js';
import { arbitraryLegacyRollout, arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { arbitraryCuts, piecesOf } from '../support/arbitrary-pieces.js';
import { THREAD_ID } from '../support/arbitrary-values.js';
import { arbitraryEdits, edited } from '../support/byte-edits.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';

fc.configureGlobal({ baseSize: 'medium' });

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

const LF = 10;

interface CompleteLine {
  start: number;
  end: number;
  /** Undefined when the line is no JSON. */
  json: unknown;
}

/** Every line that has its newline and is not blank. */
function completeLines(bytes: Uint8Array): CompleteLine[] {
  return lineSpans(bytes).flatMap(({ start, end }) => {
    const line = bytes.subarray(start, end);
    if (line.at(-1) !== LF || line.every((byte) => ' \t\n\f\r'.includes(String.fromCharCode(byte))))
      return [];
    return [
      { start, end, json: isUtf8(line) ? jsonOrUndefined(Buffer.from(line).toString('utf8')) : undefined },
    ];
  });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function expectUnfrozen(bytes: Uint8Array): Promise<void> {
  const lines = completeLines(bytes);
  const lineage = await lab.project();
  if (lineage === null) {
    // Nothing says that this is a rollout.
    const records = lines.filter(
      ({ json }) => typeof json === 'object' && json !== null && 'payload' in json,
    );
    expect(records).toEqual([]);
    return;
  }
  const { checkpoint, turns, items } = lab.rows();
  expect(checkpoint?.next_rollout_byte_offset).toBe(Buffer.from(bytes).lastIndexOf(LF) + 1);
  for (const row of [...turns, ...items]) {
    expect(row.rollout_ordinal).toBeLessThan(
      Number(checkpoint?.next_rollout_ordinal) + (row.origin === 'unrecognised' ? 1e9 : 0),
    );
  }

  const diagnostics = listDiagnostics(lab.database.reader, THREAD_ID, 10_000);
  const malformed = diagnostics.filter(({ kind }) => kind === 'malformed_json');
  const spans = new Set(malformed.map(({ start_byte, end_byte }) => `${start_byte}-${end_byte}`));
  const unread = lines.filter(({ json }) => json === undefined);
  expect([...spans]).toEqual(expect.arrayContaining(unread.map(({ start, end }) => `${start}-${end}`)));
  const known = new Set(lines.map(({ start, end }) => `${start}-${end}`));
  expect(diagnostics.filter(({ start_byte, end_byte }) => !known.has(`${start_byte}-${end_byte}`))).toEqual(
    [],
  );
}

const KINDS = [
  ['paginated', arbitraryPaginatedRollout({ maxLines: 20 })],
  ['legacy', arbitraryLegacyRollout({ maxLines: 20 })],
] as const;

describe.each(KINDS)('a %s rollout', (_, arbitraryRollout) => {
  it.each(Object.entries(DAMAGES))('is projected to its end after %s', async (_name, damage) => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, fc.nat(30), async (lines, at) => {
        const bytes = damage(bytesOfLines(lines), at);
        lab.clear();
        lab.write(bytes);
        await expectUnfrozen(bytes);
      }),
      { numRuns: 15 },
    );
  });

  it('is projected to its end after any edits of its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, arbitraryEdits, async (lines, edits) => {
        const bytes = edited(bytesOfLines(lines), edits);
        lab.clear();
        lab.write(bytes);
        await expectUnfrozen(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('has the same rows in whatever pieces its edited bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, arbitraryEdits, arbitraryCuts(4), async (lines, edits, cuts) => {
        const bytes = edited(bytesOfLines(lines), edits);
        lab.clear();
        lab.write('');
        for (const piece of piecesOf(bytes, cuts)) {
          lab.append(piece);
          await lab.project();
        }
        const piecewise = lab.rows();
        expect(await lab.rebuild()).toEqual(piecewise);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what follows damage', () => {
  it.each(Object.entries(DAMAGES))('goes on in the next turn after %s', async (_name, damage) => {
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    thread.turn((turn) => turn.user('before').agent('yes').complete());
    const start = thread.lines().length;
    thread.turn((turn) => turn.user('hit').agent('hit too').complete());
    const [path = ''] = lab.lay(thread);
    const damaged = damage(thread.bytes(), start + 1);
    const healed = damaged.at(-1) === LF ? damaged : Buffer.concat([damaged, Buffer.from('\n')]);
    lab.write(healed, path);
    await lab.project(thread.threadId);

    const ordinal = Number(lab.rows(thread.threadId).checkpoint?.next_rollout_ordinal);
    const before = thread.bytes().length;
    thread
      .nextOrdinal(ordinal)
      .turn((turn) => turn.user('after').agent('still here').complete(), { turnId: 'after' });
    lab.append(thread.bytes().subarray(before), path);
    await lab.project(thread.threadId);

    const { turns } = lab.rows(thread.threadId);
    expect(turns.at(-1)).toMatchObject({ turn_id: 'after', status: 'completed', rollout_ordinal: ordinal });
    expect(turns.at(0)).toMatchObject({ status: 'completed' });
  });

  it('tells of a line too long for memory and goes on', { timeout: 60_000 }, async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    const [path = ''] = lab.lay(thread);
    const start = thread.bytes().length;
    const chunk = Buffer.alloc(64 * 1024 * 1024, 'x');
    for (let count = 0; count < 4; count++) lab.append(chunk, path);
    lab.append('x\n', path);
    const before = thread.bytes().length;
    thread.turn((turn) => turn.user('after').complete(), { turnId: 'after' });
    lab.append(thread.bytes().subarray(before), path);
    await lab.project(thread.threadId);

    const end = start + 4 * chunk.length + 2;
    expect(lab.rows(thread.threadId)).toMatchObject({
      turns: [{ turn_id: 'after', status: 'completed' }],
      diagnostics: [{ kind: 'oversized_line', action: 'line_skipped', start_byte: start, end_byte: end }],
      checkpoint: { next_rollout_byte_offset: end + thread.bytes().length - before },
    });
  });
});
