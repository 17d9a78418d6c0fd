import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import { isAsHeaded, readPassingLine } from '../../src/projector/proofreading/passing-line.js';
import { Proof } from '../../src/projector/proofreading/proof.js';
import { proofread } from '../../src/projector/proofreading/proofread.js';
import { type LineBatch, type ReadBatchesOptions, readBatches } from '../../src/projector/read-batches.js';
import { DAMAGES, type Damage, rollout } from '../../src/testing/index.js';
import { arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { importBuilt } from '../support/built-program.js';
import { useTempFolder } from '../support/temp-folder.js';

const optionsFor = (path: string): ReadBatchesOptions => ({
  source: {
    rolloutId: 'r',
    threadId: 't',
    path,
    reducer: 'canonical',
    initialOrdinal: 0,
    subagentStartOrdinal: null,
  },
  offset: 0,
  position: { nextOrdinal: 0, unrecognisedItems: 0, stretch: { certain: false, turnId: null } },
  batchBytes: 700,
});

/** What batches come to, whatever their cuts. */
const sum = (batches: LineBatch[]) => ({
  outcomes: batches.flatMap((batch) => batch.outcomes),
  end: batches.at(-1)?.nextOffset,
  position: batches.at(-1)?.position,
  model: batches.map((batch) => batch.model).findLast((model) => model !== null) ?? null,
});

/** Spoils a line behind its head, where passing over it would not see it. */
const spoilBody: Damage = (bytes, at) => {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const passing = lines.flatMap((line, index) =>
    readPassingLine(Buffer.from(line, 'latin1')) ? [index] : [],
  );
  const index = passing[at % Math.max(passing.length, 1)];
  if (index !== undefined) lines[index] = `${lines[index]?.slice(0, -1)}]`;
  return Buffer.from(lines.join('\n'), 'latin1');
};

const damage = fc.oneof(fc.constantFrom(...Object.values(DAMAGES)), fc.constant(spoilBody));

describe('proofreading', () => {
  const folder = useTempFolder();

  it('finds a flaw wherever passing over lines would give other batches', async () => {
    let flawed = 0;
    let sound = 0;
    const path = folder.path('rollout-2026-03-02T09-00-00-019cadc6-9a80-7000-8000-5589441de6bb.jsonl');
    await fc.assert(
      fc.asyncProperty(
        arbitraryPaginatedRollout({ maxLines: 30 }),
        fc.option(damage),
        fc.nat(),
        async (lines, spoil, at) => {
          const bytes = bytesOfLines(lines);
          writeFileSync(path, spoil ? spoil(bytes, at) : bytes);
          const proof = new Proof(Proof.memory());
          await proofread({ path, offset: 0, proof, loadDecoder: async () => decodeLine });
          const exact = sum([...readBatches(optionsFor(path))]);
          const passing = sum([...readBatches({ ...optionsFor(path), passOver: () => true })]);
          const proved = proof.checkedTo >= (exact.end ?? 0);
          if (proved) {
            sound++;
            expect(passing).toEqual(exact);
          } else flawed++;
        },
      ),
      { numRuns: 400 },
    );
    expect(sound).toBeGreaterThan(50);
    expect(flawed).toBeGreaterThan(5);
  });

  const text = rollout({ historyMode: 'paginated' })
    .sessionMeta()
    .turn((turn) => turn.user('hi').agent('hello', { phase: 'final_answer' }).complete())
    .lines();
  const passing = text.filter((line) => readPassingLine(Buffer.from(line)) !== null);

  it('passes over what the model was told, and over nothing that holds history', () => {
    const kinds = new Set(
      text
        .map((line) => JSON.parse(line))
        .map(({ type, payload }) => (type === 'event_msg' ? payload.type : type)),
    );
    const passed = new Set(
      passing
        .map((line) => JSON.parse(line))
        .map(({ type, payload }) => (type === 'event_msg' ? payload.type : type)),
    );
    expect(passed).toContain('response_item');
    expect(passed).toContain('turn_context');
    for (const kind of ['session_meta', 'task_started', 'task_complete', 'item_completed']) {
      expect(kinds).toContain(kind);
      expect(passed).not.toContain(kind);
    }
  });

  it.each([
    [
      'another order of keys',
      '{"ordinal":3,"timestamp":"2026-03-02T09:00:00.000Z","type":"response_item","payload":{}}',
    ],
    ['no ordinal', '{"timestamp":"2026-03-02T09:00:00.000Z","type":"response_item","payload":{}}'],
    [
      'an ordinal beyond what a double holds',
      '{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":99999999999999999,"type":"response_item","payload":{}}',
    ],
    ['an unknown kind', '{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":3,"type":"novelty","payload":{}}'],
    ['a torn head', '{"timestamp":"2026-03-02T09:00:0'],
  ])('does not pass over a line with %s', (_, line) => {
    expect(readPassingLine(Buffer.from(line))).toBeNull();
  });

  it('a key that comes twice makes the line another than its head said', () => {
    const head = readPassingLine(
      Buffer.from(
        '{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":3,"type":"world_state","payload":{"full":true}}',
      ),
    );
    expect(head).toEqual({ ordinal: 3, kind: 'world_state', event: null });
    if (head === null) return;
    const record = { type: 'world_state', payload: { full: true, state: {} } } as const;
    expect(isAsHeaded(head, record, 3)).toBe(true);
    expect(isAsHeaded(head, record, 4)).toBe(false);
    expect(isAsHeaded({ ...head, kind: 'compacted' }, record, 3)).toBe(false);
  });

  it('a real thread proves the same batches', async () => {
    // The thread runs compiled files, which `npm test` builds first.
    const compiled = await importBuilt<
      typeof import('../../src/projector/proofreading/read-runs-proofread.js')
    >('projector/proofreading/read-runs-proofread.js');
    let builder = rollout({ historyMode: 'paginated' }).sessionMeta();
    for (let turn = 0; turn < 3_000; turn++) {
      builder = builder.turn((t) =>
        t.user(`question ${turn}`).command({ command: 'ls', output: 'a\n' }).agent('done').complete(),
      );
    }
    const bytes = Buffer.from(builder.text());
    const torn = Buffer.concat([
      bytes,
      Buffer.from(
        '{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":99999,"type":"response_item","payload":{"type":\n',
      ),
      bytes,
    ]);
    for (const [name, content] of [
      ['sound', bytes],
      ['flawed', torn],
    ] as const) {
      const path = folder.path(`rollout-${name}.jsonl`);
      writeFileSync(path, content);
      const options = { ...optionsFor(path), batchBytes: 8_192 };
      const proved: LineBatch[] = [];
      for await (const run of compiled.readRunsProofread(options)) proved.push(...run);
      expect(sum(proved)).toEqual(sum([...readBatches(options)]));
    }
  });
});
