/**
 * What recovery remembers between two records: where commands run, and which of them go on. It is plain JSON, travels with
 * the state of the legacy reducer, and stays small however long the log is. Calls that wait for their output are found
 * among the rows.
 */
import type { TurnKey } from '../legacy/legacy-state.js';

/** Names the row of a recovered item. */
export interface RecoveredKey {
  turn: TurnKey;
  itemId: string;
  occurrence: number;
}

/** A command that went on when it gave its first output. */
export interface RunningCommand extends RecoveredKey {
  /** The id by which the model asks it for more. */
  session: string;
}

/** A call that asked a command for more, and has no answer yet. */
export interface Poll {
  callId: string;
  session: string;
}

export interface RecoveryState {
  /** Native path of the working directory; null while the log has not told it. */
  folder: string | null;
  /** The newest ones, oldest first. */
  running: RunningCommand[];
  /** The newest ones, oldest first. */
  polls: Poll[];
}

/** The state before the first record. */
export const INITIAL_RECOVERY_STATE: RecoveryState = { folder: null, running: [], polls: [] };

const MOST_RUNNING = 16;
const MOST_POLLS = 32;
/** Ids are some 30 characters; what is longer is not remembered, so that no log can make the state large. */
const LONGEST_ID = 256;
const LONGEST_FOLDER = 4096;

export function rememberFolder(state: RecoveryState, folder: string): RecoveryState {
  if (folder === state.folder || folder.length > LONGEST_FOLDER) return state;
  return { ...state, folder };
}

export function rememberRunning(state: RecoveryState, command: RunningCommand): RecoveryState {
  const { session, turn, itemId, occurrence } = command;
  const others = state.running.filter((known) => known.session !== session);
  if ([session, turn.turnId, itemId].some((id) => id.length > LONGEST_ID)) {
    return { ...state, running: others };
  }
  // The turn may come with more than its key.
  const key = { turnId: turn.turnId, occurrence: turn.occurrence };
  return { ...state, running: [...others, { session, turn: key, itemId, occurrence }].slice(-MOST_RUNNING) };
}

export function forgetRunning(state: RecoveryState, session: string): RecoveryState {
  return { ...state, running: state.running.filter((known) => known.session !== session) };
}

export function rememberPoll(state: RecoveryState, poll: Poll): RecoveryState {
  if (poll.callId.length > LONGEST_ID) return state;
  return { ...state, polls: [...state.polls, poll].slice(-MOST_POLLS) };
}

export function forgetPoll(state: RecoveryState, callId: string): RecoveryState {
  return { ...state, polls: state.polls.filter((known) => known.callId !== callId) };
}
