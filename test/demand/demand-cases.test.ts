/**
 * What users reported of Codex, done to us: every item that can be read is shown, the damage is named, what is called proved is
 * proved, and the commands that mend it do.
 */
import { describe, expect, it } from 'vitest';
import { examineHome } from '../../src/jobs/doctor/examine-home.js';
import { repairCodex } from '../../src/jobs/repair-codex/repair-codex.js';
import type { LaidDemand, Naming } from '../support/demand-case.js';
import { type DemandHistory, expectNamed, openDemandHistory } from '../support/demand-history.js';
import { runSql, writePeerHistoryFile } from '../support/peer-history-file.js';
import { useTempFolder } from '../support/temp-folder.js';
import { DEMAND_CASES } from './demand-cases.js';

const folder = useTempFolder();

const namedBy = ({ named }: LaidDemand, ...by: Naming['by'][]): Naming[] =>
  named.filter((naming) => by.includes(naming.by));

async function expectAllShown(ours: DemandHistory, { threads }: LaidDemand): Promise<void> {
  for (const { threadId, readable } of threads) {
    expect(await ours.shown(threadId)).toEqual(readable);
  }
}

/** Verifies, and holds `asOf` to what was proved. */
async function expectProved(ours: DemandHistory, { threads, proof }: LaidDemand): Promise<void> {
  const { verdicts } = await ours.verify();
  const expected = proof ?? { status: 'proved', cause: null };
  expect(verdicts.length).toBeGreaterThan(0);
  for (const { rolloutId, status, cause, differences } of verdicts) {
    // Rows of a text that was replaced are kept, and nothing is left to prove them by.
    const setAside = rolloutId.includes('~') && { status: 'unprovable', cause: 'set_aside' };
    expect({ status, cause, differences }).toEqual({ ...expected, ...setAside, differences: [] });
  }
  for (const { threadId } of threads) {
    const { asOf } = await ours.service.listTurns(threadId, { asOf: true });
    expect(asOf?.complete).toBe(expected.status === 'proved' && asOf?.skipped === 0);
  }
}

const CASES = DEMAND_CASES.map((demand) => [`${demand.demand}, ${demand.what}`, demand] as const);

describe.each(CASES)('%s', (_, demand) => {
  it('shows what can be read, names the damage and proves its rows', async () => {
    const home = folder.path('home');
    const laid = await demand.lay(home);
    const ours = await openDemandHistory({ home, path: folder.path('history.sqlite') });
    try {
      if (laid.afterwards) {
        for (const { threadId } of laid.threads) await ours.shown(threadId);
        await ours.suffer(laid.afterwards);
      }
      if (laid.migrates) await ours.migrate();
      const differences = namedBy(laid, 'verify');
      if (differences.length > 0) {
        await ours.verify();
        expectNamed(ours.names(), differences);
        await ours.rebuild(laid.threads.map(({ threadId }) => threadId));
      }
      await expectAllShown(ours, laid);
      expectNamed(ours.names(), namedBy(laid, 'diagnostic', 'problem', 'migrate'));
      await expectProved(ours, laid);
      const rows = ours.rows();
      await ours.restart();
      await expectAllShown(ours, laid);
      expect(ours.rows()).toEqual(rows);
      await laid.also?.(ours);
    } finally {
      await ours.close();
    }
  });

  it('is named by the doctor where it hurts Codex, and repaired where that is possible', async () => {
    const home = folder.path('home');
    const laid = await demand.lay(home);
    const expected = namedBy(laid, 'doctor');
    const history = await writePeerHistoryFile(home);
    laid.afterwards?.files?.();
    runSql(history, ...(laid.afterwards?.historyRows ?? []), ...(laid.afterwards?.peerRows ?? []));
    laid.afterwards?.database?.(history);
    const { findings } = await examineHome({ home, now: Date.now, deep: true });
    const found = findings.map(({ kind }): Naming => ({ by: 'doctor', kind }));
    expectNamed(found, expected);
    if (expected.length === 0) expect(findings.filter(({ severity }) => severity === 'damage')).toEqual([]);
    if (!laid.repairs) return;
    await repairCodex({ home, now: Date.now, processId: process.pid, apply: true, deep: true });
    const mended = findings.filter(({ mend }) => mend?.includes('repair --codex'));
    expect(mended.length).toBeGreaterThan(0);
    const after = await examineHome({ home, now: Date.now, deep: true });
    const left = new Set(after.findings.map(({ kind }) => kind));
    expect(mended.filter(({ kind }) => left.has(kind))).toEqual([]);
  });
});
