/** What the doctor says of files that can be read only in part: by us, or by Codex. */
import { describe, expect, it } from 'vitest';
import { examineHome } from '../../../src/jobs/doctor/examine-home.js';
import {
  breakUtf8,
  type Damage,
  renameEvents,
  renameItems,
  replaceByUnknownEvent,
  rollout,
  writeNulRun,
} from '../../../src/testing/index.js';
import { useHistory } from '../../support/open-history.js';
import { writePeerState } from '../../support/peer-databases.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

/** Findings of a home with one damaged thread that we have read. */
async function findingsOf(
  damage: Damage,
  { historyMode = 'paginated', indexed = false }: { historyMode?: 'paginated' | 'legacy'; indexed?: boolean },
) {
  const thread = rollout({ historyMode })
    .sessionMeta()
    .turn((turn) => turn.user('question').agent('answer').complete());
  const at = thread.lines().findIndex((line) => line.includes('answer'));
  const { service, database, home, write } = await openHistory([]);
  const damaged = { ...thread, bytes: () => damage(thread.bytes(), damage === breakUtf8 ? at : 1) };
  const [rolloutPath = ''] = write(damaged);
  const { threadId: id } = thread;
  writePeerState(home, indexed ? [{ id, rolloutPath, historyMode }] : []);
  await service.projector.prepareThread(id);
  const { findings } = await examineHome({ home, now: Date.now, database });
  return findings;
}

describe('a thread that is not in the index', () => {
  it('cannot get there when bytes of it are no UTF-8', async () => {
    const findings = await findingsOf(breakUtf8, {});
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'index-refuses', severity: 'damage', detail: { lines: 1 } }),
    );
    expect(findings.map(({ kind }) => kind)).not.toContain('missing-from-index');
  });

  it('gets there when lines are broken otherwise', async () => {
    const kinds = (await findingsOf(writeNulRun, {})).map(({ kind }) => kind);
    expect(kinds).toContain('missing-from-index');
    expect(kinds).not.toContain('index-refuses');
  });

  it('is not the one that is there', async () => {
    const kinds = (await findingsOf(breakUtf8, { indexed: true })).map(({ kind }) => kind);
    expect(kinds).toContain('unreadable-line');
    expect(kinds).not.toContain('index-refuses');
  });
});

describe('a rollout in other words than ours', () => {
  it.each([
    ['paginated', 'events', renameEvents],
    ['paginated', 'items', renameItems],
    ['legacy', 'events', renameEvents],
  ] as const)('is called one of which nothing is understood: %s, %s', async (historyMode, _, damage) => {
    const findings = await findingsOf(damage, { historyMode });
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'unrecognised-format', severity: 'damage', mend: null }),
    );
  });

  it('is told from one with a line that is not known', async () => {
    const kinds = (await findingsOf(replaceByUnknownEvent, {})).map(({ kind }) => kind);
    expect(kinds).toContain('unknown-line');
    expect(kinds).not.toContain('unrecognised-format');
  });

  it('is told from one that has hardly begun', async () => {
    const begun: Damage = (bytes) => {
      const [meta = '', started = ''] = Buffer.from(bytes).toString('utf8').split('\n');
      return replaceByUnknownEvent(Buffer.from(`${meta}\n${started}\n`), 1);
    };
    const kinds = (await findingsOf(begun, {})).map(({ kind }) => kind);
    expect(kinds).toContain('unknown-line');
    expect(kinds).not.toContain('unrecognised-format');
  });
});
