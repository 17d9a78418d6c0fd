/**
 * Writes the rollout of the benchmark: one thread of many turns, half of its items commands with output. Streams to a
 * file descriptor; memory does not grow with the rollout. What a turn holds is in `bench-turn.ts`.
 */
import { writeSync } from 'node:fs';
import { createBenchOutputs } from './bench-output.js';
import { type BenchSession, linesOf, writeBenchTurn } from './bench-turn.js';
import { createTestClock, lineTimestamp } from './clock.js';
import { createTestIds } from './ids.js';
import type { JsonObject } from './json-object.js';
import { type HistoryMode, sessionMeta } from './payloads/session-meta.js';
import { formatRecordLine } from './record-line.js';
import { rolloutFileName } from './rollout-file.js';

export interface BenchRolloutOptions {
  /** Open for writing; stays open. */
  fd: number;
  turns?: number;
  /** At least two a turn. */
  items?: number;
  /** Exact number of lines. */
  lines?: number;
  /** UTF-8 bytes of a command's output. */
  outputBytes?: number;
  /** A legacy rollout has the same turns, items and number of lines; of its commands readers see nothing, as in Codex. */
  historyMode?: HistoryMode;
  seed?: number;
}

export interface BenchRollout {
  threadId: string;
  fileName: string;
  bytes: number;
  lines: number;
  turns: number;
  items: number;
  commands: number;
}

const CHUNK_BYTES = 1 << 20;

/**
 * Writes 116 MB with the defaults: 100,001 lines, 36,000 items in 4,000 turns, 18,000 commands of 2 KB of output.
 *
 * @throws RangeError when a turn has fewer than two items, or `lines` cannot hold the items with their response items.
 */
export function writeBenchRollout(options: BenchRolloutOptions): BenchRollout {
  const { fd, turns = 4_000, items = 36_000, lines = 100_001, outputBytes = 2_048, seed = 7 } = options;
  const historyMode = options.historyMode ?? 'paginated';
  const tokenLines = lines - linesNeeded({ turns, items, lines });
  const clock = createTestClock();
  const ids = createTestIds(seed);
  const startedAtMs = clock.now();
  const threadId = ids.uuid(startedAtMs);
  const out = createChunkedWriter(fd);
  let written = 0;

  const session: BenchSession = {
    threadId,
    historyMode,
    cwd: '/home/mira/tidemark',
    clock,
    ids,
    output: createBenchOutputs(outputBytes),
    sequence: 0,
    commands: 0,
    sideItems: 0,
    write(type, payload, metadata) {
      const ordinal = historyMode === 'paginated' ? written : null;
      out.write(
        `${formatRecordLine({ timestamp: lineTimestamp(clock.now()), ordinal, type, payload, metadata })}\n`,
      );
      written += 1;
      clock.advance(3);
    },
  };
  session.write('session_meta', metaOf(session, startedAtMs));
  let turn = 0;
  for (const plan of planTurns({ turns, items })) {
    const spent = Math.floor((tokenLines * turn) / turns);
    turn += 1;
    writeBenchTurn(session, { ...plan, tokenLines: Math.floor((tokenLines * turn) / turns) - spent });
  }
  const bytes = out.end();
  const fileName = rolloutFileName({ threadId, rolloutId: threadId, startedAtMs });
  return { threadId, fileName, bytes, lines: written, turns, items, commands: session.commands };
}

/** Spreads items over turns; half of them are commands where a turn has room besides its two messages. */
function* planTurns({
  turns,
  items,
}: {
  turns: number;
  items: number;
}): Generator<{ items: number; commands: number }> {
  let planned = 0;
  let commands = 0;
  for (let turn = 1; turn <= turns; turn++) {
    const until = Math.floor((items * turn) / turns);
    const own = Math.min(until - planned - 2, Math.floor(until / 2) - commands);
    yield { items: until - planned, commands: own };
    planned = until;
    commands += own;
  }
}

function linesNeeded(size: { turns: number; items: number; lines: number }): number {
  const { turns, items, lines } = size;
  if (items < 2 * turns)
    throw new RangeError(`${turns} turns need at least ${2 * turns} items, not ${items}`);
  let needed = 1;
  for (const plan of planTurns(size)) needed += linesOf(plan);
  if (lines < needed)
    throw new RangeError(`${items} items in ${turns} turns need at least ${needed} lines, not ${lines}`);
  return needed;
}

/** Collects text to chunks of about a megabyte; `end` writes the rest and gives the number of bytes. */
function createChunkedWriter(fd: number): { write(text: string): void; end(): number } {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  let bytes = 0;

  function flush(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; ) from += writeSync(fd, chunk, from);
    bytes += chunk.length;
  }
  function empty(): void {
    flush(buffer.subarray(0, filled));
    filled = 0;
  }
  return {
    write(text) {
      // A UTF-16 unit takes at most three bytes.
      const most = text.length * 3;
      if (filled + most > buffer.length) empty();
      if (most > buffer.length) flush(Buffer.from(text));
      else filled += buffer.write(text, filled);
    },
    end() {
      empty();
      return bytes;
    },
  };
}

function metaOf({ threadId, historyMode, cwd, ids }: BenchSession, startedAtMs: number): JsonObject {
  return sessionMeta({
    threadId,
    sessionId: threadId,
    historyMode,
    startedAtMs,
    cwd,
    originator: 'codex_cli_rs',
    cliVersion: '0.169.0',
    source: 'cli',
    modelProvider: 'openai',
    instructions: 'You help Mira with her projects. Say what you do and why.',
    windowId: ids.uuid(startedAtMs),
  });
}
