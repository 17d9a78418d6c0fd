/** How much room the rollouts of a home take, and what else lies among them. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseRolloutName, toPlainPath } from '../../rollout/index.js';
import { rolloutFolders } from '../../rollout/rollout-folder.js';
import { type DoctorFinding, finding } from './finding.js';

export interface FileUse {
  files: number;
  bytes: number;
}

export interface RolloutUse {
  active: FileUse;
  archived: FileUse;
  /** Those of both that are compressed. */
  compressed: FileUse;
  /** Anything else in these folders. */
  other: FileUse;
}

export interface RolloutFolders {
  use: RolloutUse;
  findings: DoctorFinding[];
}

const TEMPORARY = /^\.rollout-.*\.tmp$/;

export function lookAtRolloutFolders(home: string): RolloutFolders {
  const none = (): FileUse => ({ files: 0, bytes: 0 });
  const use: RolloutUse = { active: none(), archived: none(), compressed: none(), other: none() };
  const findings: DoctorFinding[] = [];
  for (const { path: root, archived } of rolloutFolders(home)) {
    const plain = new Set<string>();
    const compressed: string[] = [];
    for (const path of filesBelow(root)) {
      const name = basename(path);
      const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      const rollout = parseRolloutName(name);
      if (TEMPORARY.test(name)) findings.push(finding('temporary-file', { path }));
      if (rollout === null) {
        add(use.other, bytes);
        continue;
      }
      add(archived ? use.archived : use.active, bytes);
      if (rollout.compressed) add(use.compressed, bytes);
      if (rollout.compressed) compressed.push(path);
      else plain.add(path);
    }
    for (const path of compressed) {
      if (!plain.has(toPlainPath(path))) continue;
      const { threadId } = parseRolloutName(basename(path)) ?? { threadId: null };
      findings.push(finding('two-representations', { threadId, path }));
    }
  }
  return { use, findings };
}

function add(use: FileUse, bytes: number): void {
  use.files++;
  use.bytes += bytes;
}

function* filesBelow(folder: string): Generator<string, void, undefined> {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** A folder that cannot be listed is told of where rollouts are looked for. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
