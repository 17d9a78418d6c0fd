/** What the command line does about a damaged database: tells the user, and makes the rows again that were lost. */
import type { RecoveryReport } from '../store/recovery/recovery-report.js';
import type { OutputStream } from './cli-io.js';
import { projectAll } from './project-all.js';
import { escapeControls } from './render/escape-controls.js';
import { counted } from './render/format-quantity.js';
import { summariseProjection } from './render/projection-summary.js';
import type { Run } from './run-command.js';

/** Ids named in full; more are counted. */
const MOST_NAMED = 10;

/** Tells of recoveries on stderr, --quiet or not, and remembers that rows are to be made again. */
export class RecoveryNotice {
  readonly #stderr: Pick<OutputStream, 'write'>;
  #owed = false;
  /** How often the database was recovered. */
  count = 0;

  constructor(stderr: Pick<OutputStream, 'write'>) {
    this.#stderr = stderr;
  }

  tell(report: RecoveryReport): void {
    this.count++;
    this.#owed = true;
    this.#stderr.write(`threadloom: ${describeRecovery(report)}\n`);
  }

  /** True once after each recovery: whoever asks makes the rows again. */
  takeOwed(): boolean {
    const owed = this.#owed;
    this.#owed = false;
    return owed;
  }
}

/** What happened, where the old file is, and what of it could not be made again. */
export function describeRecovery({ path, reason, keptIn, readable, salvaged }: RecoveryReport): string {
  const whole = salvaged.filter(({ complete }) => complete).length;
  const partial = salvaged.filter(({ complete }) => !complete).map(({ rolloutId }) => rolloutId);
  const words = [
    `The history database ${path} was damaged (${reason}) and was made anew; the damaged files are kept in ${keptIn}.`,
    'Rows are made again from the rollouts.',
  ];
  if (!readable) {
    words.push('Nothing in it could be read, so rows of rollouts whose files are gone are lost with it.');
  }
  if (whole > 0) words.push(`Rows of ${counted(whole, 'rollout')} whose text is gone were saved from it.`);
  if (partial.length > 0) {
    const named = partial.slice(0, MOST_NAMED).join(', ');
    const more = partial.length > MOST_NAMED ? ` and ${partial.length - MOST_NAMED} more` : '';
    words.push(`Only in part could be saved, their text being gone: ${named}${more}.`);
  }
  return escapeControls(words.join(' '));
}

/** Projects everything after a recovery; ends early without harm, since what is missing is made when it is read. */
export async function rebuildRows(run: Run<unknown>): Promise<void> {
  const { totals, interrupted } = await projectAll(run, undefined, async () => {});
  const words = interrupted ? 'Interrupted; the rest is made when it is read. ' : 'Rows were made again. ';
  run.output.remark(words + summariseProjection(totals));
}
