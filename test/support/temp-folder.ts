/** A folder of its own for each test, gone after it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

export interface TempFolder {
  /** A path in the folder of the running test. */
  path(...parts: string[]): string;
  /** Writes a file, with the folders on the way to it; returns its path. */
  write(relativePath: string, content: string | Uint8Array): string;
}

/** To be called where hooks may be registered. */
export function useTempFolder(): TempFolder {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'threadloom-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const path = (...parts: string[]): string => join(root, ...parts);
  return {
    path,
    write(relativePath, content) {
      const file = path(relativePath);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
  };
}
