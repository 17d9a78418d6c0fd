/** B11: openai/codex#38762. */
import { createTestClock, rollout } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';

export const migratedSubagent: DemandCase = {
  demand: 'B11',
  what: 'a sub-agent was migrated, and all of it counted as context that it had inherited',
  lay(home) {
    const parent = demandRollout({ seed: 111, historyMode: 'legacy' });
    const ofParent = writeTurns(parent, ['parent']);
    const subAgent = { parentThreadId: parent.threadId, agentPath: '/root/reviewer', nickname: 'Reviewer' };
    const child = demandRollout({ seed: 112, historyMode: 'legacy', subAgent });
    const ofChild = writeTurns(child, ['child', 'child again']);
    for (const thread of [parent, child]) layDamaged(home, thread, thread.bytes());

    // Another child as Codex's migration leaves it. Its words are told to the model, and are no history of its own any more.
    const lost = rollout({ seed: 113, subAgent, clock: createTestClock(Date.now() - 500_000) });
    lost.sessionMeta({ subagent_history_start_ordinal: LINES });
    writeTurns(lost, ['lost']);
    if (lost.lines().length > LINES) throw new Error('it has more lines than it inherits');
    layDamaged(home, lost, lost.bytes());
    return {
      threads: [
        { threadId: parent.threadId, readable: ofParent },
        { threadId: child.threadId, readable: ofChild },
        { threadId: lost.threadId, readable: [] },
      ],
      migrates: true,
      named: [
        { by: 'migrate', kind: 'migrated' },
        { by: 'doctor', kind: 'subagent-without-history' },
      ],
    };
  },
};

const LINES = 40;
