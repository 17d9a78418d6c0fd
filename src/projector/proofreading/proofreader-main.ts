/** The thread of the proofreader. */
import { workerData } from 'node:worker_threads';
import { Proof } from './proof.js';
import { proofread } from './proofread.js';

/** What the thread is started with. */
export interface ProofreaderData {
  path: string;
  proof: SharedArrayBuffer;
}

const { path, proof: shared }: ProofreaderData = workerData;
const proof = new Proof(shared);
await proofread({
  path,
  offset: proof.awaitStart(),
  proof,
  loadDecoder: async () => (await import('../../events/decode-line.js')).decodeLine,
});
