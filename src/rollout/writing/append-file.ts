/**
 * A file that only grows at its end: made lazily, written whole or not at all as far as the writer is concerned. What a
 * failed write left behind is looked at before the next one, which goes on after it. Lines and records are for the writer.
 */

import { dirname } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { syncFolders } from '../../files/sync-folder.js';
import { writeFully } from '../../files/write-fully.js';
import { RolloutError } from '../rollout-error.js';
import { createForAppend, openForAppend, readTail } from './open-for-append.js';
import { toWriteError } from './write-error.js';

export interface AppendFileOptions {
  path: string;
  fs: FileSystem;
}

const LF = 0x0a;
const PENDING = 'What was to be written is kept and goes out with the next append or flush';
const UNSYNCED = 'What was written is in the file; flush again to have it on the disk';

export class AppendFile {
  readonly path: string;
  readonly #fs: FileSystem;
  #fd: number | null = null;
  #exists: boolean;
  #end = 0;
  /** What no write has brought to the file completely; an unknown part of its beginning may lie there already. */
  #pending: Buffer = Buffer.alloc(0);
  #unsynced = false;
  /** The first folder made for the file, or the new file itself, until the folders are synced. */
  #newFolder: string | null = null;

  private constructor(options: AppendFileOptions, exists: boolean) {
    this.path = options.path;
    this.#fs = options.fs;
    this.#exists = exists;
  }

  /** A file that must not exist yet; nothing happens before the first write. */
  static create(options: AppendFileOptions): AppendFile {
    return new AppendFile(options, false);
  }

  /** A file that is there. A last line without its newline gets one; nothing is ever cut off. */
  static open(options: AppendFileOptions): AppendFile {
    const file = new AppendFile(options, true);
    try {
      const fd = openForAppend(options.fs, options.path);
      file.#fd = fd;
      file.#end = options.fs.fstatSync(fd).size;
      const [last] = file.#end === 0 ? [] : readTail(options.fs, fd, file.#end - 1);
      if (last !== undefined && last !== LF) {
        file.add(Buffer.from('\n'));
        file.#drain(fd);
      }
    } catch (error) {
      file.#releaseAfterFailure();
      throw toWriteError(error, options.path, 'could not be opened for writing');
    }
    return file;
  }

  /** The length of the file as far as it is known to be written. */
  get end(): number {
    return this.#end;
  }

  /** Takes bytes to be written after those that are pending. */
  add(bytes: Buffer): void {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
  }

  /**
   * Appends what is pending, in one call.
   * @throws RolloutError it stays pending then
   */
  write(): void {
    if (this.#pending.length === 0) return;
    this.#attempt('could not be written', PENDING, (fd) => this.#drain(fd));
  }

  /** Brings what was written to the disk, and that the file is there. */
  flush(): void {
    if (this.#unsynced) this.#attempt('could not be brought to the disk', UNSYNCED, (fd) => this.#sync(fd));
  }

  /** Gives the descriptor back; a later write opens the file again. */
  close(): void {
    try {
      this.#release();
    } catch (error) {
      throw toWriteError(error, this.path, 'could not be closed');
    }
  }

  #attempt(what: string, then: string, work: (fd: number) => void): void {
    try {
      this.#fd ??= this.#openAgain();
      work(this.#fd);
    } catch (error) {
      // After some errors a descriptor is of no more use.
      this.#releaseAfterFailure();
      throw toWriteError(error, this.path, what, then);
    }
  }

  #openAgain(): number {
    if (this.#exists) return openForAppend(this.#fs, this.path);
    this.#newFolder ??= this.#fs.mkdirSync(dirname(this.path), { recursive: true }) ?? null;
    const fd = createForAppend(this.#fs, this.path);
    this.#newFolder ??= this.path;
    this.#exists = true;
    return fd;
  }

  #drain(fd: number): void {
    const written = this.#writtenOfPending(fd);
    writeFully(this.#fs, fd, this.#pending.subarray(written));
    this.#end += this.#pending.length;
    this.#unsynced = true;
    this.#pending = Buffer.alloc(0);
  }

  /** How many of the pending bytes an earlier attempt has left in the file: they are not to be doubled. */
  #writtenOfPending(fd: number): number {
    const { size, nlink } = this.#fs.fstatSync(fd);
    if (nlink > 0 && size === this.#end) return 0;
    const tail = nlink > 0 && size > this.#end ? readTail(this.#fs, fd, this.#end) : null;
    if (tail !== null && this.#pending.subarray(0, tail.length).equals(tail)) return tail.length;
    throw new RolloutError({
      code: 'changed_elsewhere',
      path: this.path,
      found:
        nlink === 0
          ? 'was removed while it was written'
          : `has ${size} bytes where ${this.#end} were written`,
      hint: 'Another program changed it; look who does, then open the rollout again',
    });
  }

  #sync(fd: number): void {
    this.#fs.fsyncSync(fd);
    if (this.#newFolder !== null) syncFolders(this.#fs, dirname(this.path), this.#newFolder);
    this.#newFolder = null;
    this.#unsynced = false;
  }

  #releaseAfterFailure(): void {
    try {
      this.#release();
    } catch {
      // The failure before this one is the one to tell; the descriptor is gone all the same.
    }
  }

  #release(): void {
    const fd = this.#fd;
    this.#fd = null;
    if (fd !== null) this.#fs.closeSync(fd);
  }
}
