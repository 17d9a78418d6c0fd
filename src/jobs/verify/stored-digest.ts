/** The digest of a rollout's stored rows, made by another thread while this one folds the file. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CheckpointRow } from '../../store/checkpoint.js';
import type { RowsDigest } from './digest-rows.js';

/** What the thread is started with. */
export interface DigestWorkerData {
  databasePath: string;
  rolloutId: string;
}

/** Rows as one snapshot has them, with the checkpoint of the same snapshot. */
export interface StoredDigest extends RowsDigest {
  checkpoint: CheckpointRow;
}

const WORKER = new URL('./digest-worker.js', import.meta.url);

export interface DigestThread {
  /** Null where the thread could not do it: then it is to be done here. */
  readonly digest: Promise<StoredDigest | null>;
  /** Ends the thread, wherever it is; a process that is told to end would wait for it. */
  close(): Promise<void>;
}

/** Starts digesting; null where there is no thread to be had. */
export function digestElsewhere(data: DigestWorkerData): DigestThread | null {
  if (availableParallelism() < 2 || !existsSync(fileURLToPath(WORKER))) return null;
  const worker = new Worker(WORKER, { workerData: data });
  return {
    digest: new Promise((resolve) => {
      worker.once('message', (digest: StoredDigest | null) => resolve(digest));
      worker.once('error', () => resolve(null));
      worker.once('exit', () => resolve(null));
    }),
    async close() {
      await worker.terminate();
    },
  };
}
