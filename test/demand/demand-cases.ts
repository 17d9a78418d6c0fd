/** All demand cases, in the order of their numbers. */
import type { DemandCase } from '../support/demand-case.js';
import { repeatedOrdinal } from './cases/a1-repeated-ordinal.js';
import { overlookedRecord } from './cases/a2-overlooked-record.js';
import { frozenCursor } from './cases/a3-frozen-cursor.js';
import { boundaryShapes } from './cases/a4-boundary-shapes.js';
import { continuedElsewhere } from './cases/a5-continued-elsewhere.js';
import { killedInATurn } from './cases/a6-killed-in-a-turn.js';
import { emptyProjection } from './cases/a7-empty-projection.js';
import { turnsWithoutItems } from './cases/a8-turns-without-items.js';
import { withoutOrdinals } from './cases/a9-without-ordinals.js';
import { compactedTask } from './cases/b10-compacted-task.js';
import { migratedSubagent } from './cases/b11-migrated-subagent.js';
import { legacyPages } from './cases/b12-legacy-pages.js';
import { initialTurnsPage } from './cases/b13-initial-turns-page.js';
import { noIndexEntry } from './cases/b14-no-index-entry.js';
import { blankColumns } from './cases/b15-blank-columns.js';
import { rewrittenInPlace } from './cases/b16-rewritten-in-place.js';
import { deletedTranscripts } from './cases/b17-deleted-transcripts.js';
import { malformedDatabase } from './cases/e35-malformed-database.js';
import { unreadableBytes } from './cases/f38-unreadable-bytes.js';
import { lineSeparators } from './cases/f39-line-separators.js';
import { fullDisk } from './cases/f40-full-disk.js';
import { coldRollouts } from './cases/f41-cold-rollouts.js';
import { otherVocabulary } from './cases/f42-other-vocabulary.js';

export const DEMAND_CASES: readonly DemandCase[] = [
  repeatedOrdinal,
  overlookedRecord,
  frozenCursor,
  boundaryShapes,
  continuedElsewhere,
  killedInATurn,
  emptyProjection,
  turnsWithoutItems,
  withoutOrdinals,
  compactedTask,
  migratedSubagent,
  legacyPages,
  initialTurnsPage,
  noIndexEntry,
  blankColumns,
  rewrittenInPlace,
  deletedTranscripts,
  malformedDatabase,
  unreadableBytes,
  lineSeparators,
  fullDisk,
  coldRollouts,
  otherVocabulary,
];
