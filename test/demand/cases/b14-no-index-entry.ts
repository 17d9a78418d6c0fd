/** B14: openai/codex#41814. */
import { expect } from 'vitest';
import { type DemandCase, type DemandThread, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';
import { writePeerState } from '../../support/peer-databases.js';

export const noIndexEntry: DemandCase = {
  demand: 'B14',
  what: 'the index lost its entry of a legacy thread, and the migration wants that very entry',
  lay(home) {
    const thread = layLegacy(home, 141);
    return {
      threads: [thread],
      afterwards: { indexRows: [`delete from threads where id = '${thread.threadId}'`] },
      migrates: true,
      named: [{ by: 'migrate', kind: 'migrated' }],
      async also(ours) {
        // There was no index at all so far; now there is one that knows of nothing.
        const other = layLegacy(home, 142);
        writePeerState(home, []);
        await ours.migrate();
        const outcomes = ours.names().filter(({ by }) => by === 'migrate');
        expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
          'already_paginated',
          'migrated',
          'migrated',
        ]);
        expect((await ours.service.readThread(other.threadId)).historyMode).toBe('paginated');
        expect(await ours.shown(other.threadId)).toEqual(other.readable);
      },
    };
  },
};

function layLegacy(home: string, seed: number): DemandThread {
  const thread = demandRollout({ seed, historyMode: 'legacy' });
  const readable = writeTurns(thread, ['one', 'two']);
  layDamaged(home, thread, thread.bytes());
  return { threadId: thread.threadId, readable };
}
