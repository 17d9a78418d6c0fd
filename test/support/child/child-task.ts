/**
 * The side of the child in tests that end processes: runs one task with a file system that may kill it, and tells what
 * it came to. The parent is `run-child.ts`.
 */
import { type Fault, type FaultyFileSystem, faultyFileSystem } from '../faulty-file-system.js';

/** What a child is told, as JSON. */
export interface ChildOrder<Input> {
  input: Input;
  fault: Fault | null;
  /** Ends the process before that statement on a database; a negative one only has them counted. */
  atStatement: number | null;
}

/** What a child says in its last line, as JSON. */
export interface ChildAnswer {
  output: unknown;
  calls: FaultyFileSystem['calls'];
  statements: number | null;
}

/** What a child says when its task begins. */
export const BEGUN = 'begun\n';

/** To be called once by each script in this folder. */
export async function childTask<Input>(task: (input: Input, fs: FaultyFileSystem) => unknown): Promise<void> {
  const order: ChildOrder<Input> = JSON.parse(process.argv[2] ?? 'null');
  const fs = faultyFileSystem(order.fault);
  const statements = order.atStatement === null ? null : await countStatements(order.atStatement);
  process.stdout.write(BEGUN);
  const output = await task(order.input, fs);
  const answer: ChildAnswer = { output, calls: fs.calls, statements: statements?.() ?? null };
  process.stdout.write(JSON.stringify(answer));
}

/** Only where it is asked for: most tasks need no database. */
async function countStatements(at: number): Promise<() => number> {
  const { killAtStatement } = await import('./kill-at-statement.js');
  return killAtStatement(at);
}
