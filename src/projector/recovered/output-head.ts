/** The lines that stand above the output of a tool: how long it took, and how it ended. */

/** What the lines say, and the text below them. */
export interface OutputHead {
  readonly exitCode: number | null;
  /** Whole milliseconds. */
  readonly durationMs: number | null;
  readonly session: string | null;
  readonly rest: string;
}

const DURATION = /^(?:Wall time:?|Duration:) (\d+(?:\.\d+)?) seconds$/;
const EXIT = /^(?:Exit code:|Process exited with code) (-?\d+)$/;
const SESSION = /^Process running with session ID (\S+)$/;
const OTHER = /^(?:Chunk ID: \S+|Original token count: \d+|Total output lines: \d+|Script \w+)$/;

const MOST_LINES = 8;

/** Splits a text into the lines of its head and what follows; null where it begins with no such line. */
export function splitHead(text: string): OutputHead | null {
  let exitCode: number | null = null;
  let durationMs: number | null = null;
  let session: string | null = null;
  let at = 0;
  for (let lines = 0; lines < MOST_LINES; lines++) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end);
    const next = end === -1 ? text.length : end + 1;
    if (line === 'Output:' && at > 0) {
      return { exitCode, durationMs, session, rest: text.slice(next) };
    }
    const duration = DURATION.exec(line);
    const exit = duration === null ? EXIT.exec(line) : null;
    const running = duration === null && exit === null ? SESSION.exec(line) : null;
    if (duration !== null) durationMs = Math.round(Number(duration[1]) * 1000);
    else if (exit !== null) exitCode = Number(exit[1]);
    else if (running !== null) session = running[1] ?? null;
    else if (!OTHER.test(line)) break;
    at = next;
    if (end === -1) break;
  }
  return at === 0 ? null : { exitCode, durationMs, session, rest: text.slice(at) };
}
