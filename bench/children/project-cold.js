/** A cold projection as a reader causes it: from the request for a thread until it is projected. */
import { createHistoryService } from '../../dist/api/history-service.js';
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';
import { peakMemory, startUsage } from '../support/process-usage.js';

/** @type {{ home: string, threadId: string, database: string }} */
const { home, threadId, database: path } = JSON.parse(process.argv[2]);

const startMs = performance.now();
const database = await openHistoryDatabase({ path });
const openMs = performance.now() - startMs;

const usage = startUsage();
const service = createHistoryService({ database, homes: [home], now: Date.now });
await service.projector.prepareThread(threadId);
const projected = usage();

// Not waited for by whoever reads the thread.
const resting = startUsage();
database.writer.pragma('wal_checkpoint(PASSIVE)');
const foldMs = resting().ms;

const { counters } = service.projector;
const peakBytes = peakMemory();
const items = database.reader.prepare('select count(*) from thread_items').pluck().get();
await service.close();
database.close();
process.stdout.write(
  JSON.stringify({ ...projected, ...counters, startMs, openMs, foldMs, peakBytes, items }),
);
