/** What the peer's materialisation tests demand of forks and their sources, under their names (spec: peer-tests A). */
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { usePeerLab } from '../support/peer-lab.js';
import { agentMessage, completed, itemDone, started, userMessage } from '../support/plain-events.js';
import { writeZstd } from '../support/zstd-writer.js';

const peer = usePeerLab();

function sourceThread(seed: number): RolloutBuilder {
  return rollout({ detail: 'visible', seed })
    .sessionMeta()
    .event(started('first'))
    .event(itemDone('first', userMessage('asked'), { started_at_ms: 1 }))
    .event(completed('first'));
}

const turnsOf = async (threadId: string) =>
  (await peer.lab.service.listTurns(threadId, { direction: 'asc' })).data.map(({ id }) => id);

it('referenced_paginated_rollout_projects_inherited_ordinal_range', async () => {
  const { lab } = peer;
  const source = sourceThread(1);
  const child = source.fork({ seed: 2 });
  child
    .event(started('own'))
    .event(itemDone('own', agentMessage('answered'), { started_at_ms: 1 }))
    .event(completed('own'));
  source.event(started('after the cut')).event(completed('after the cut'));
  lab.lay(source, child);

  const lineage = await lab.project(child.threadId);
  expect(lab.rows(child.threadId)).toMatchObject({
    turns: [{ turn_id: 'own', rollout_ordinal: 5, rollout_end_ordinal: 7 }],
    items: [{ rollout_ordinal: 6 }],
    checkpoint: { next_rollout_ordinal: 8, next_rollout_byte_offset: child.bytes().length },
    diagnostics: [],
  });
  expect(lineage?.segments).toMatchObject([
    { rolloutId: source.threadId, startOrdinal: 1, endOrdinal: 4 },
    { rolloutId: child.threadId, startOrdinal: 5, endOrdinal: null },
  ]);
  expect(await turnsOf(child.threadId)).toEqual(['first', 'own']);
  expect(await turnsOf(source.threadId)).toEqual(['first', 'after the cut']);
});

it('paginated_fork_reads_compressed_shared_lineage_without_materializing', async () => {
  const { lab } = peer;
  const source = sourceThread(1);
  const child = source.fork({ seed: 2 }).event(started('second')).event(completed('second'));
  const grandchildren = [3, 4, 5].map((seed) =>
    child
      .fork({ seed })
      .event(started(`own ${seed}`))
      .event(completed(`own ${seed}`)),
  );
  const paths = lab.lay(source, child, ...grandchildren);
  const compressed = paths.slice(0, 2).map((path) => {
    writeFileSync(`${path}.zst`, writeZstd(readFileSync(path), { checksum: true }));
    rmSync(path);
    utimesSync(`${path}.zst`, 1_772_442_000, 1_772_442_000);
    return `${path}.zst`;
  });
  const files = () => readdirSync(dirname(paths[0] ?? '')).sort();
  const before = files();

  const turns = await Promise.all(grandchildren.map(({ threadId }) => turnsOf(threadId)));
  expect(turns).toEqual([3, 4, 5].map((seed) => ['first', 'second', `own ${seed}`]));
  expect(files()).toEqual(before);
  for (const path of compressed) expect(statSync(path).mtimeMs).toBe(1_772_442_000_000);
  expect(lab.rows(source.threadId).checkpoint).toMatchObject({
    next_rollout_byte_offset: source.bytes().length,
  });
});
