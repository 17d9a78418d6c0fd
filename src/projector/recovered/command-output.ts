/**
 * The texts in which the model got the result of a command, in the forms of all versions: JSON with metadata (2025), headed
 * lines, and sentences for what went wrong. Seen in rollouts of Codex 0.2x to 0.169.
 */
import { isJsonObject, type JsonObject } from '../../events/json/json-object.js';
import { splitHead } from './output-head.js';

/** How a command ended, as far as its text tells. */
export interface CommandResult {
  readonly output: string;
  readonly exitCode: number | null;
  /** Whole milliseconds. */
  readonly durationMs: number | null;
  /** It goes on, and can be asked for more by this id. */
  readonly session: string | null;
  readonly status: 'inProgress' | 'completed' | 'failed' | 'declined';
}

/** Beginnings of what the model is told of a command that was not allowed to run. */
const DECLINED =
  /^(?:(?:[\w ]{0,40} )?(?:rejected|denied|declined) by (?:the )?(?:user|policy|guardian)\b|Command blocked by \w+ hook|exec_command failed\b.{0,60}\bRejected\()/i;
const DENIED =
  /^failed in sandbox \S+ with execution error: sandbox denied exec error, exit code: (-?\d+), stdout: /;
const BETWEEN_STREAMS = ', stderr: ';
/** Beginnings of what a tool says when it did not run a command to its end. */
const FAILED =
  /^(?:failed (?:in|to)|error:|exec(?:ution)? error|exec_command failed|execution (?:error|failed)|unsupported call|apply_patch verification failed|command timed out|sandbox error|aborted|write_stdin failed|timeout|unable to|invalid )/i;

/** Reads the result of a command. A text of no known form is the output, with nothing known of how it ended. */
export function readCommandResult(text: string): CommandResult {
  const json = text.startsWith('{') ? readJsonResult(text) : null;
  if (json !== null) return json;
  const head = splitHead(text);
  if (head !== null) {
    const { exitCode, session, durationMs } = head;
    // A patch that came through a shell tool has a head of its own below the shell's.
    const inner = exitCode === null && session === null ? splitHead(head.rest) : null;
    if (inner !== null) return ended(inner.rest, inner.exitCode, durationMs);
    if (session !== null) return { output: head.rest, exitCode, durationMs, session, status: 'inProgress' };
    if (exitCode !== null) return ended(head.rest, exitCode, durationMs);
    return { ...sentence(head.rest), durationMs };
  }
  const denied = DENIED.exec(text);
  return denied === null ? sentence(text) : readDenied(text.slice(denied[0].length), Number(denied[1]));
}

function ended(output: string, exitCode: number | null, durationMs: number | null): CommandResult {
  const status = exitCode === null || exitCode === 0 ? 'completed' : 'failed';
  return { output, exitCode, durationMs, session: null, status };
}

function sentence(text: string): CommandResult {
  const status = DECLINED.test(text) ? 'declined' : FAILED.test(text) ? 'failed' : 'completed';
  return { output: text, exitCode: null, durationMs: null, session: null, status };
}

function readDenied(streams: string, exitCode: number): CommandResult {
  const at = streams.indexOf(BETWEEN_STREAMS);
  const out = at === -1 ? streams : streams.slice(0, at);
  const err = at === -1 ? '' : streams.slice(at + BETWEEN_STREAMS.length);
  const gap = out === '' || err === '' || out.endsWith('\n') ? '' : '\n';
  return { output: `${out}${gap}${err}`, exitCode, durationMs: null, session: null, status: 'failed' };
}

function readJsonResult(text: string): CommandResult | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isJsonObject(json) || typeof json.output !== 'string') return null;
  if (isJsonObject(json.metadata)) return endedBy(json.output, json.metadata);
  const session = json.session_id;
  if (!('session_id' in json)) return null;
  if (typeof session !== 'string' && typeof session !== 'number') return ended(json.output, null, null);
  return {
    output: json.output,
    exitCode: null,
    durationMs: null,
    session: String(session),
    status: 'inProgress',
  };
}

function endedBy(output: string, { exit_code, duration_seconds }: JsonObject): CommandResult {
  const exitCode = Number.isSafeInteger(exit_code) ? Number(exit_code) : null;
  const durationMs = typeof duration_seconds === 'number' ? Math.round(duration_seconds * 1000) : null;
  return ended(output, exitCode, durationMs);
}
