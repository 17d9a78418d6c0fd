/** The kinds of what the doctor finds: how bad each is, what it means, and which command mends it. */

/**
 * - `damage`: history is lost, hidden or wrong for its readers
 * - `warning`: something is amiss that readers get by with
 * - `note`: worth knowing
 */
export type Severity = 'damage' | 'warning' | 'note';

/** Kinds are stable; a sentence may get better. In `meaning`, `{name}` stands for a detail of the finding. */
interface KindOfFinding {
  severity: Severity;
  meaning: string;
  /** The command, with `{thread}` for the thread; null where nothing needs to or can be done. */
  mend: string | null;
}

const REPAIR = 'threadloom repair --codex --apply --thread {thread}';

export const FINDING_KINDS = {
  'checkpoint-frozen': {
    severity: 'damage',
    meaning:
      'Codex stopped at byte {offset} of {end}: {reason}, where its older versions wait for ever; it shows nothing behind it.',
    mend: REPAIR,
  },
  'checkpoint-behind': {
    severity: 'warning',
    meaning: 'Codex has read {offset} of {end} bytes and shows the rest only when the thread is resumed.',
    mend: REPAIR,
  },
  'checkpoint-inside-line': {
    severity: 'damage',
    meaning: 'Codex goes on at byte {offset}, in the middle of a line, which it cannot read.',
    mend: REPAIR,
  },
  'checkpoint-beyond-file': {
    severity: 'damage',
    meaning:
      'Codex has read up to byte {offset}, but the rollout ends at {end}: it was cut or replaced, and what is written to it next is passed over.',
    mend: REPAIR,
  },
  'checkpoint-ordinal-wrong': {
    severity: 'damage',
    meaning:
      'Codex expects ordinal {ordinal} next, the rollout goes on at {expected}: lines below the expected ordinal are dropped.',
    mend: REPAIR,
  },
  'empty-projection': {
    severity: 'damage',
    meaning:
      'Codex takes the thread for read to its end, but has no row of its {turns} turns and {items} items.',
    mend: REPAIR,
  },
  'not-projected': {
    severity: 'warning',
    meaning: 'Codex has no rows of this rollout: it shows nothing of it until the thread is resumed.',
    mend: REPAIR,
  },
  'turn-without-items': {
    severity: 'damage',
    meaning: 'Codex shows {turns} turns without their items.',
    mend: REPAIR,
  },
  'missing-rows': {
    severity: 'damage',
    meaning: 'Codex lacks {turns} turns and {items} items that the rollout holds.',
    mend: REPAIR,
  },
  'orphan-rows': {
    severity: 'damage',
    meaning: 'Codex has {turns} turns and {items} items that the rollout does not give there.',
    mend: REPAIR,
  },
  'altered-rows': {
    severity: 'damage',
    meaning: 'Codex has {turns} turns and {items} items with other values than the rollout gives.',
    mend: REPAIR,
  },
  'no-history-database': {
    severity: 'note',
    meaning:
      'Codex has no history database here, though {rollouts} rollouts are paginated; it makes one when it needs it.',
    mend: null,
  },
  'rows-without-rollout': {
    severity: 'warning',
    meaning: 'Codex has rows of a rollout whose file is not in this home; they may be the only copy of it.',
    mend: null,
  },
  'corrupt-database': {
    severity: 'damage',
    meaning: 'A database of Codex cannot be read: {reason}.',
    mend: '{command}',
  },
  'database-not-checked': {
    severity: 'note',
    meaning: 'A database of Codex was not checked: {reason}.',
    mend: null,
  },
  'database-of-other-version': {
    severity: 'warning',
    meaning:
      "Codex's history database {found}, so its rows were not compared and are not to be repaired from here.",
    mend: null,
  },
  'large-write-ahead-log': {
    severity: 'warning',
    meaning:
      'The write-ahead log of a database takes {bytes} bytes: a process that reads keeps it from being folded in.',
    mend: null,
  },
  'pending-migration': {
    severity: 'damage',
    meaning: 'A migration of this thread by Codex was interrupted and never finished.',
    mend: 'threadloom migrate --apply --thread {thread}',
  },
  'missing-from-index': {
    severity: 'note',
    meaning:
      "Codex's index has no entry for this thread; Codex adds one when it lists threads or resumes this one.",
    mend: null,
  },
  'index-refuses': {
    severity: 'damage',
    meaning:
      "Codex's index has no entry for this thread and cannot get one: {lines} lines hold bytes that are no text, so that Codex cannot read the file when it adds threads, and shows nothing of this one. Threadloom reads all other lines.",
    mend: null,
  },
  'index-file-missing': {
    severity: 'damage',
    meaning: "Codex's index names a file that is not there, and Codex opens no other: {named}",
    mend: '{command}',
  },
  'index-without-rollout': {
    severity: 'warning',
    meaning: "Codex's index has an entry for a thread of which no rollout is left: {named}",
    mend: null,
  },
  'index-history-mode': {
    severity: 'damage',
    meaning:
      "Codex's index calls the thread legacy, its rollout is paginated: Codex refuses to show its history.",
    mend: 'threadloom migrate --apply --thread {thread}',
  },
  'legacy-threads': {
    severity: 'note',
    meaning: '{threads} threads are legacy: Codex cannot page their items; Threadloom can.',
    mend: 'threadloom migrate --apply',
  },
  'subagent-without-history': {
    severity: 'damage',
    meaning:
      'All of this sub-agent counts as inherited context (up to ordinal {start}, the file ends at {last}): its history is hidden.',
    mend: null,
  },
  'torn-tail': {
    severity: 'warning',
    meaning:
      'The last {bytes} bytes are a line without its end; readers pass over it, the next writer ends it.',
    mend: null,
  },
  'unreadable-line': {
    severity: 'warning',
    meaning: '{lines} lines cannot be read ({reason}); all others are.',
    mend: null,
  },
  'duplicate-ordinal': {
    severity: 'warning',
    meaning: '{lines} lines have an ordinal that was taken before; readers pass over them ({reason}).',
    mend: null,
  },
  'missing-ordinal': {
    severity: 'warning',
    meaning:
      '{lines} lines have no ordinal, as an older writer leaves them; readers pass over them ({reason}).',
    mend: null,
  },
  'invalid-timestamp': {
    severity: 'warning',
    meaning: '{lines} lines have no time that can be read, which their record needs ({reason}).',
    mend: null,
  },
  'ordinal-gap': {
    severity: 'note',
    meaning: 'Ordinals are missing at {lines} places ({reason}): lines were lost, or never written.',
    mend: null,
  },
  'unknown-line': {
    severity: 'note',
    meaning: '{lines} lines are of kinds that this version does not know ({reason}).',
    mend: null,
  },
  'unrecognised-format': {
    severity: 'damage',
    meaning:
      'Nothing of this rollout is understood: it has {lines} lines of kinds that this version does not know ({reason}), and no item that it knows. Its writer is newer, or another program; look for a newer Threadloom.',
    mend: null,
  },
  'damaged-compression': {
    severity: 'damage',
    meaning: 'The compressed rollout is damaged; what lies behind the damage cannot be read ({reason}).',
    mend: null,
  },
  'unreadable-rollout': {
    severity: 'damage',
    meaning: 'The file cannot be read as a rollout: {reason}',
    mend: null,
  },
  'empty-rollout': {
    severity: 'note',
    meaning: 'The file is empty: a session ended, or died, before it wrote.',
    mend: null,
  },
  'copied-rollout': {
    severity: 'note',
    meaning:
      'The name is not one that Codex gives, such as that of a copy; Codex does not open it as a thread.',
    mend: null,
  },
  'two-representations': {
    severity: 'note',
    meaning: 'The rollout lies there plain and compressed; the plain file counts.',
    mend: 'threadloom compress --thread {thread}',
  },
  'temporary-file': {
    severity: 'note',
    meaning: 'What an interrupted migration or compression left behind; nothing reads it.',
    mend: null,
  },
  'rollout-shrank': {
    severity: 'damage',
    meaning:
      'The rollout is shorter than it was; Threadloom keeps the rows of what it held and goes on showing them.',
    mend: null,
  },
  'rollout-vanished': {
    severity: 'damage',
    meaning: 'The rollout is gone; Threadloom keeps its rows and goes on showing them.',
    mend: null,
  },
  'rollout-replaced': {
    severity: 'damage',
    meaning:
      'The rollout was written anew with other text; Threadloom keeps the rows of the old one beside it ({reason}).',
    mend: null,
  },
  'stale-lock': {
    severity: 'note',
    meaning: 'A lock file that no process holds; it goes when the next lock is taken, and keeps nobody out.',
    mend: null,
  },
  'stale-owner': {
    severity: 'note',
    meaning: 'An owner file of process {pid}, which is dead; it goes when the next lock is taken.',
    mend: null,
  },
  'maintenance-running': {
    severity: 'note',
    meaning: 'Process {pid} compresses or migrates rollouts at the moment.',
    mend: null,
  },
} as const satisfies Record<string, KindOfFinding>;

export type FindingKind = keyof typeof FINDING_KINDS;
