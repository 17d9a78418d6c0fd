/** Law 7 for the world state: reading costs the way back to what settles it, and not the log. */
import { describe, expect, it } from 'vitest';
import type { WorldStatePoint } from '../../src/api/world-state/world-state-point.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const open = useHistory(folder);

const TURNS = 300;

/** A long log whose middle and whose end were told a full snapshot, the latter followed by a patch and two more turns. */
function longThread(historyMode: 'paginated' | 'legacy'): RolloutBuilder {
  const log = rollout({ historyMode, detail: 'visible' }).sessionMeta();
  const turn = (number: number, ...states: { full: boolean; state: object }[]): unknown =>
    log.turn(
      (writer) => {
        for (const state of states) writer.record('world_state', state);
        return writer.user(`question ${number}`).agent('a'.repeat(500)).complete();
      },
      { turnId: `turn-${number}` },
    );
  for (let number = 1; number <= TURNS; number++) {
    if (number === 1 || number === TURNS / 2) turn(number, { full: true, state: { number } });
    else if (number === TURNS - 3) turn(number, { full: true, state: { late: true } });
    else if (number === TURNS - 2) turn(number, { full: false, state: { number } });
    else turn(number);
  }
  return log;
}

describe.each(['paginated', 'legacy'] as const)('a long %s thread', (historyMode) => {
  it.each<[string, WorldStatePoint | undefined, object, number]>([
    ['now', undefined, { late: true, number: TURNS - 2 }, 5],
    ['a turn near the end', { turnId: `turn-${TURNS - 2}` }, { late: true, number: TURNS - 2 }, 3],
    ['a turn in the middle', { turnId: `turn-${TURNS / 2 + 1}` }, { number: TURNS / 2 }, 3],
    ['a record near the end', { ordinal: 4 * TURNS - 1 }, { late: true, number: TURNS - 2 }, 6],
  ])('is read from %s back to the snapshot before it', async (_, at, sections, turns) => {
    const log = longThread(historyMode);
    const { service } = await open([log]);
    await service.readThread(log.threadId);
    await service.listTurns(log.threadId);
    const { counters } = service.projector;
    const before = { ...counters };
    expect((await service.readWorldState(log.threadId, { at })).sections).toEqual(sections);
    expect(counters.bytesRead - before.bytesRead).toBeLessThan((turns * log.bytes().length) / TURNS);
    expect(counters.linesParsed).toBe(before.linesParsed);
  });
});
