/** The first schema. */
import type { Migration } from 'kysely';
import { createHistoryTables } from './history-tables.js';
import { describeIndexes } from './index-statistics.js';
import { createInventoryTables } from './inventory-tables.js';

export const initial: Migration = {
  async up(db) {
    await createHistoryTables(db);
    await createInventoryTables(db);
    await describeIndexes(db);
  },
};
