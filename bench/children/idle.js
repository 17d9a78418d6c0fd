/** The floor of memory: Node with an open database, and nothing done. */
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';
import { peakMemory } from '../support/process-usage.js';

const database = await openHistoryDatabase({ path: JSON.parse(process.argv[2]).database });
database.close();
process.stdout.write(JSON.stringify({ peakBytes: peakMemory() }));
