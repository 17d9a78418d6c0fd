/** F41: openai/codex#22119, PixelPaw-Labs/codex-trace#101, vshulcz/deja-vu#3640, agent-of-empires#3281. */
import { rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { countHistory } from '../../../src/store/count-history.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';
import { writeZstd } from '../../support/zstd-writer.js';

export const coldRollouts: DemandCase = {
  demand: 'F41',
  what: 'rollouts became `.jsonl.zst` when they were cold, and everything older than a week was gone',
  lay(home) {
    const laid = [411, 412, 413, 414].map((seed) => {
      const thread = demandRollout({ seed });
      const readable = writeTurns(thread, [`one of ${seed}`, `two of ${seed}`]);
      const path = layDamaged(home, thread, thread.bytes(), { archived: seed === 412 });
      return { path, thread, threadId: thread.threadId, readable };
    });
    const [cold, archived, twin, later] = laid;
    const compress = (one: (typeof laid)[number] | undefined, how: { keepPlain: boolean }): void => {
      if (one === undefined) throw new Error('no such rollout');
      writeFileSync(`${one.path}.zst`, writeZstd(one.thread.bytes(), { checksum: true }));
      if (!how.keepPlain) rmSync(one.path);
    };
    compress(cold, { keepPlain: false });
    compress(archived, { keepPlain: false });
    compress(twin, { keepPlain: true });
    return {
      threads: laid,
      afterwards: { files: () => compress(later, { keepPlain: false }) },
      asks: [{ as: 'list', method: 'thread/list', params: { modelProviders: [] } }],
      named: [{ by: 'doctor', kind: 'two-representations' }],
      async also({ service, database, names }) {
        expect((await service.listThreads({})).data).toHaveLength(3);
        expect(countHistory(database.reader)).toMatchObject({ rollouts: 4, items: 24 });
        // The text is the same: what was compressed later was not projected again.
        expect(names()).toEqual([]);
      },
    };
  },
};
