/**
 * Notices that a thread may have changed, whoever changed it: rows committed by any connection, or a rollout that grows
 * while nobody projects it. Looks every few milliseconds, which costs two or three microseconds, so nothing has to tell it
 * and no system's file notifications have to be trusted. What changed is for the subscription to read.
 */
import { lstatSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Projector } from '../projector/projector.js';
import type { HistoryDatabase } from '../store/open-history-database.js';

export interface ThreadWatcherOptions {
  database: HistoryDatabase;
  projector: Projector;
  threadId: string;
  /** Unix milliseconds. */
  now: () => number;
  /** Between two looks, in milliseconds; 10 unless told. */
  pollMs?: number | undefined;
  /** Told when projecting what grew failed; it is tried again. */
  onProjectionError?: ((error: unknown) => void) | undefined;
}

/** The file behind the newest rows, as their checkpoint knows it. */
export interface WatchedFile {
  rolloutId: string;
  /** On disk; null when it is not known. */
  path: string | null;
  /** As `fileState` describes the file that the rows were made of. */
  projected: string | null;
}

const POLL_MS = 10;
/** How long whoever wrote the file may take to project it before somebody else does. */
const GRACE_MS = 20;
/** How often to look for what neither rows nor the known file tell: a file that was moved, a rollout that goes on elsewhere. */
const LOOK_AROUND_MS = 1_000;

export class ThreadWatcher {
  readonly #options: ThreadWatcherOptions;
  #version: { connection: Database; statement: { get(): unknown } } | null = null;
  #seenVersion: unknown = null;
  #lookedAroundAt: number;
  /** The state of the file that was projected last, so that one that cannot be projected is not tried at every look. */
  #tried: string | null = null;
  #grewAt: number | null = null;
  #othersProject = false;
  #projectedHere = true;
  #last: string | null = null;

  constructor(options: ThreadWatcherOptions) {
    this.#options = options;
    this.#lookedAroundAt = options.now();
  }

  /** To be called just before rows are read: what is committed from here on ends the next `wait`. */
  mark(): void {
    this.#seenVersion = this.#dataVersion();
  }

  /** Resolves when there may be something new to read, or when `signal` is given. */
  async wait(file: WatchedFile, signal: AbortSignal | undefined): Promise<void> {
    this.#noteWhoProjects(file);
    while (!signal?.aborted && this.#dataVersion() === this.#seenVersion) {
      const { now, pollMs = POLL_MS } = this.#options;
      if (this.#mustProject(file)) await this.#project(file.rolloutId);
      else if (now() - this.#lookedAroundAt >= LOOK_AROUND_MS) await this.#lookAround();
      else await pause(pollMs, signal);
    }
  }

  /** Changes with each commit of any connection, and when the database is replaced by another. */
  #dataVersion(): string {
    const { reader, generation } = this.#options.database;
    if (this.#version?.connection !== reader) {
      this.#version = { connection: reader, statement: reader.prepare('pragma data_version').pluck() };
    }
    return `${generation} ${this.#version.statement.get()}`;
  }

  #noteWhoProjects({ projected }: WatchedFile): void {
    if (projected !== this.#last) this.#othersProject = !this.#projectedHere;
    this.#projectedHere = false;
    this.#last = projected;
  }

  #mustProject({ path, projected }: WatchedFile): boolean {
    const state = path === null ? null : fileState(path);
    if (state === null || state === projected || state === this.#tried) {
      this.#grewAt = null;
      return false;
    }
    this.#grewAt ??= this.#options.now();
    if (this.#othersProject && this.#options.now() - this.#grewAt < GRACE_MS) return false;
    this.#tried = state;
    this.#grewAt = null;
    return true;
  }

  async #project(rolloutId: string): Promise<void> {
    this.#projectedHere = true;
    try {
      await this.#options.projector.projectRolloutId(rolloutId);
    } catch (error) {
      this.#options.onProjectionError?.(error);
    }
  }

  async #lookAround(): Promise<void> {
    this.#lookedAroundAt = this.#options.now();
    this.#projectedHere = true;
    try {
      await this.#options.database.refresh();
      await this.#options.projector.prepareThread(this.#options.threadId);
    } catch (error) {
      this.#options.onProjectionError?.(error);
    }
  }
}

/** Tells one state of a file from another, by what a checkpoint notes of it; null when it is not there. */
function fileState(path: string): string | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined
    ? null
    : describeState(String(stats.size), String(stats.mtimeNs), String(stats.ino));
}

/** The state that a checkpoint was made of, in the words of `fileState`. */
export function describeState(size: number | string, mtimeNs: string, inode: string): string {
  return `${size} ${mtimeNs} ${inode}`;
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
