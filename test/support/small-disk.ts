/** A file system of a few megabytes, which can fill up or be made read-only; only where tests may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

export interface SmallDisk {
  path(...parts: string[]): string;
  /** Leaves so many bytes of it free. */
  fill(leaveBytes: number): void;
  /** Removes what `fill` has written. */
  empty(): void;
  makeReadOnly(): void;
}

const mounted: string[] = [];

/** Whether a disk can be mounted here: on Linux, as root, where the system lets it. */
export const canMount = tryMount();

function tryMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'threadloom-disk-'));
  try {
    mount(folder, 64 * 1024);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mount(folder: string, bytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'none', folder], { stdio: 'pipe' });
}

function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
}

/** Mounts a disk; it is gone after the test. */
export function mountSmallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'threadloom-disk-'));
  mount(folder, bytes);
  mounted.push(folder);
  const path = (...parts: string[]): string => join(folder, ...parts);
  return {
    path,
    fill(leaveBytes) {
      const block = Buffer.alloc(4096, 1);
      mkdirSync(path('ballast'), { recursive: true });
      try {
        for (let number = 0; ; number++) writeFileSync(path('ballast', String(number)), block);
      } catch {
        // Full: that is what was wanted.
      }
      for (let number = 0; number * 4096 < leaveBytes; number++)
        rmSync(path('ballast', String(number)), { force: true });
    },
    empty: () => rmSync(path('ballast'), { recursive: true, force: true }),
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', folder], { stdio: 'pipe' }),
  };
}

afterEach(() => {
  for (const folder of mounted.splice(0)) {
    unmount(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});
