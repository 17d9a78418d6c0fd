/** Has the real Codex meet a demand case, and tells in few words what it makes of it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isJsonObject } from '../../src/events/json/json-object.js';
import { repairCodex } from '../../src/jobs/repair-codex/repair-codex.js';
import type { DemandCase, DemandThread, LaterDamage } from './demand-case.js';
import { textOfItem } from './demand-text.js';
import { runSql } from './peer-history-file.js';
import { PEER, peerHome, startPeer } from './peer-process.js';
import type { RpcAnswer, RpcClient } from './rpc-client.js';

/** What Codex shows of a thread. Errors are its words, with ids and paths of the run taken out. */
export interface PeerView {
  turns: number | string;
  items: number | string;
  /** What could be read in the file and is in neither: `nothing`, `everything`, or the texts. */
  missing: string;
}

export interface PeerThread {
  /** Pages without a resume, where the history was read once before the damage. */
  atOnce?: PeerView;
  resume: string;
  resumed: PeerView;
}

export interface PeerDemand {
  /** What `codex migrate-rollouts --apply` made of each thread, where the case is about that. */
  migrated?: string;
  threads: PeerThread[];
  /** What it shows after a resume, once `threadloom repair --codex --apply` was run. */
  repaired?: PeerView[];
  /** What came of the further questions: the number of entries, `ok`, or the error. */
  asked?: Record<string, string>;
}

/** Lays a case into a home of its own and asks Codex about it; to be called within a test. */
export async function askPeer(demand: DemandCase): Promise<PeerDemand> {
  const home = peerHome();
  const { threads, afterwards, migrates, repairs, asks } = await demand.lay(home);
  const stable = (message: string): string => reduced(message, home);
  if (afterwards) {
    const before = await startPeer(home);
    for (const { threadId } of threads) await before.call('thread/resume', { threadId });
    await before.stop();
    suffer(home, afterwards);
  }
  const migrated = migrates && { migrated: migratedBy(home, stable) };
  const peer = await startPeer(home);
  const asked: Record<string, string> = {};
  for (const { as, method, params } of asks ?? []) {
    const { result, error } = await peer.call(method, params);
    asked[as] = error ? stable(error.message) : outcomeOf(result);
  }
  const seen: PeerThread[] = [];
  for (const thread of threads) {
    const { threadId } = thread;
    const atOnce = afterwards && { atOnce: await view(peer, thread, stable) };
    const { error } = await peer.call('thread/resume', { threadId, excludeTurns: true });
    const resumed = await view(peer, thread, stable);
    seen.push({ ...atOnce, resume: error ? stable(error.message) : 'ok', resumed });
  }
  await peer.stop();
  const repaired = repairs && { repaired: await repairedViews(home, threads, stable) };
  return { ...migrated, threads: seen, ...repaired, ...(asks && { asked }) };
}

async function repairedViews(
  home: string,
  threads: readonly DemandThread[],
  stable: (message: string) => string,
): Promise<PeerView[]> {
  await repairCodex({ home, now: Date.now, processId: process.pid, apply: true, deep: true });
  const peer = await startPeer(home);
  const views: PeerView[] = [];
  for (const thread of threads) {
    await peer.call('thread/resume', { threadId: thread.threadId, excludeTurns: true });
    views.push(await view(peer, thread, stable));
  }
  await peer.stop();
  return views;
}

function outcomeOf(result: unknown): string {
  const data = isJsonObject(result) ? result.data : null;
  return Array.isArray(data) ? `${data.length} entries` : 'ok';
}

function suffer(
  home: string,
  { files, historyRows = [], peerRows = [], indexRows, database }: LaterDamage,
): void {
  files?.();
  const history = join(home, 'thread_history_1.sqlite');
  runSql(history, ...historyRows, ...peerRows);
  if (indexRows) runSql(join(home, 'state_5.sqlite'), ...indexRows);
  database?.(history);
}

/** Status of each thread, with the reason where it failed. */
function migratedBy(home: string, stable: (message: string) => string): string {
  const { stdout } = spawnSync(PEER ?? '', ['migrate-rollouts', '--apply', '--json'], {
    env: { ...process.env, CODEX_HOME: home, PEER_KEY: 'none' },
    encoding: 'utf8',
  });
  const { outcomes } = JSON.parse(stdout) as { outcomes: PeerMigration[] };
  return outcomes
    .map(({ status, failure_reason, message }) =>
      stable([status, failure_reason, message].filter((part) => part != null).join(': ')),
    )
    .join(', ');
}

interface PeerMigration {
  status: string;
  failure_reason?: string | null;
  message?: string | null;
}

async function view(
  peer: RpcClient,
  { threadId, readable }: DemandThread,
  stable: (message: string) => string,
): Promise<PeerView> {
  const turns = await pages(peer, 'thread/turns/list', { threadId, itemsView: 'full' });
  const items = await pages(peer, 'thread/items/list', { threadId });
  const ofTurns = typeof turns === 'string' ? [] : turns.flatMap((turn) => turn.items);
  const ofItems = typeof items === 'string' ? [] : items.map(({ item }) => item);
  const shown = new Set([...ofTurns, ...ofItems].map(textOfItem));
  const missing = readable.filter((text) => !shown.has(text));
  return {
    turns: typeof turns === 'string' ? stable(turns) : turns.length,
    items: typeof items === 'string' ? stable(items) : items.length,
    missing: missingOf(missing, readable),
  };
}

function missingOf(missing: readonly string[], readable: readonly string[]): string {
  if (missing.length === 0) return 'nothing';
  return missing.length === readable.length ? 'everything' : missing.join(', ');
}

/** All entries of a method that pages, or the error of it. */
async function pages(
  peer: RpcClient,
  method: string,
  params: Record<string, unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
): Promise<any[] | string> {
  const all: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page = { ...params, sortDirection: 'asc', limit: 100, ...(cursor !== null && { cursor }) };
    const { result, error }: RpcAnswer = await peer.call(method, page);
    if (error) return error.message;
    all.push(...result.data);
    cursor = result.nextCursor ?? null;
  } while (cursor !== null);
  return all;
}

function reduced(message: string, home: string): string {
  return message
    .replaceAll(home, '<home>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}([-/]\d{2}){2}(T\d{2}-\d{2}-\d{2})?/g, '<time>');
}
