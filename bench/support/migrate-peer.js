/** The peer's way to rows for a whole home: `codex migrate-rollouts --apply`, over a copy of the home. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { constants, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** How often its memory is looked at. */
const LOOK_EVERY_MS = 10;

/**
 * Runs it to its end.
 *
 * @param {{ peer: string, home: string, paths: string[], folder: string }} options `folder` must not lie in the system's
 *   temporary folder
 * @returns {Promise<{ ms: number, peakBytes: number }>}
 */
export async function migrateWithPeer({ peer, home, paths, folder }) {
  for (const path of paths) {
    const copy = join(folder, relative(home, path));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(path, copy, constants.COPYFILE_FICLONE);
  }
  writeFileSync(join(folder, 'config.toml'), '');
  const offline = spawnSync('unshare', ['-n', 'true']).status === 0 ? ['unshare', '-n'] : [];
  const [command, ...args] = [...offline, peer, 'migrate-rollouts', '--apply', '--json'];
  const started = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, CODEX_HOME: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakBytes = 0;
  const look = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakMemoryOf(child.pid));
  }, LOOK_EVERY_MS);
  const [code, signal] = await once(child, 'close');
  clearInterval(look);
  if (code !== 0) throw new Error(`${peer} migrate-rollouts ended with ${signal ?? code}`);
  return { ms: performance.now() - started, peakBytes };
}

/** @param {number | undefined} pid */
function peakMemoryOf(pid) {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return peak ? Number(peak[1]) * 1024 : 0;
  } catch {
    // Gone meanwhile, or a system that does not tell.
    return 0;
  }
}
