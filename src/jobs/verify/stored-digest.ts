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

/**
 * Starts digesting.
 *
 * @returns null, or a promise of null, where there is no thread to be had: then it is to be done here
 */
export function digestElsewhere(data: DigestWorkerData): Promise<StoredDigest | null> | null {
  if (availableParallelism() < 2 || !existsSync(fileURLToPath(WORKER))) return null;
  return new Promise((resolve) => {
    const worker = new Worker(WORKER, { workerData: data });
    worker.once('message', (digest: StoredDigest | null) => resolve(digest));
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
  });
}
