/** The thread of the proofreader. */
import { workerData } from 'node:worker_threads';
import { Proof } from './proof.js';
import { proofread } from './proofread.js';

/** What the thread is started with. */
export interface ProofreaderData {
  path: string;
  offset: number;
  proof: SharedArrayBuffer;
}

const { path, offset, proof }: ProofreaderData = workerData;
proofread(path, offset, new Proof(proof));
