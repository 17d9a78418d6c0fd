/** A thread that digests the stored rows of rollouts while another one folds their files. `stored-digest.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { readCheckpoint } from '../../store/checkpoint.js';
import { openReader } from '../../store/open-connection.js';
import { digestRows, openDerivedRows } from './digest-rows.js';
import type { DigestWorkerData, StoredDigest } from './stored-digest.js';

const { databasePath, rolloutId }: DigestWorkerData = workerData;
const connection = openReader(databasePath);
const digest = connection.transaction((): StoredDigest | null => {
  const checkpoint = readCheckpoint(connection, rolloutId);
  if (checkpoint === null) return null;
  return { checkpoint, ...digestRows(openDerivedRows(connection), rolloutId) };
});
parentPort?.postMessage(digest.deferred());
connection.close();
