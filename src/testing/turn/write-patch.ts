/**
 * A patch to files (spec: turn-items §2, FileChange; legacy-event-shapes, patches).
 */
import { join } from 'node:path/posix';
import { textLines } from '../rollout-file.js';
import type { TurnDraft } from './turn-draft.js';
import { writeToolCall } from './write-tool-call.js';

export type FileChange =
  | { type: 'add'; content: string }
  | { type: 'delete'; content: string }
  | { type: 'update'; unified_diff: string; move_path: string | null };

export interface PatchOptions {
  /** By path, absolute or below the thread's folder. */
  changes: Readonly<Record<string, FileChange>>;
  status?: 'completed' | 'failed' | 'declined';
  durationMs?: number;
}

const LETTERS = { add: 'A', delete: 'D', update: 'M' };

export function writePatch(
  turn: TurnDraft,
  { changes, status = 'completed', durationMs = 12 }: PatchOptions,
): void {
  const { cwd } = turn.draft;
  const absolute: Record<string, FileChange> = {};
  for (const [path, change] of Object.entries(changes)) absolute[inside(cwd, path)] = change;
  const touched = Object.entries(changes).map(([path, change]) => `${LETTERS[change.type]} ${path}\n`);
  const done = status === 'completed';
  const stdout = done ? `Success. Updated the following files:\n${touched.join('')}` : '';
  const stderr = done
    ? ''
    : status === 'declined'
      ? 'patch rejected by user'
      : 'the patch could not be written';

  writeToolCall(turn, {
    call: { name: 'apply_patch', input: patchText(changes) },
    durationMs,
    finish: ({ callId }) => ({
      item: { type: 'FileChange', id: callId, changes: absolute, status, stdout, stderr },
      legacy: [
        {
          type: 'patch_apply_end',
          call_id: callId,
          turn_id: turn.turnId,
          stdout,
          stderr,
          success: done,
          changes: absolute,
          status,
        },
      ],
    }),
    output: done ? `Exit code: 0\nWall time: 0 seconds\nOutput:\n${stdout}` : stderr,
  });
}

function inside(cwd: string, path: string): string {
  return path.startsWith('/') ? path : join(cwd, path);
}

/** The patch in the language in which the model writes it. */
function patchText(changes: Readonly<Record<string, FileChange>>): string {
  const parts = Object.entries(changes).map(([path, change]) => {
    if (change.type === 'delete') return `*** Delete File: ${path}\n`;
    if (change.type === 'add') return `*** Add File: ${path}\n${added(change.content)}`;
    const move = change.move_path === null ? '' : `*** Move to: ${change.move_path}\n`;
    return `*** Update File: ${path}\n${move}${change.unified_diff.replace(/^@@.*$/gm, '@@')}`;
  });
  return `*** Begin Patch\n${parts.join('')}*** End Patch\n`;
}

function added(content: string): string {
  return textLines(content)
    .map((line) => `+${line}\n`)
    .join('');
}
