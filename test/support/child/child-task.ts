/**
 * The side of the child in tests that end processes: runs one task with a file system that may kill it, and tells what
 * it came to. The parent is `run-child.ts`.
 */
import { type Fault, type FaultyFileSystem, faultyFileSystem } from '../faulty-file-system.js';

/** To be called once by each script in this folder; input and output travel as JSON. */
export async function childTask<Input>(task: (input: Input, fs: FaultyFileSystem) => unknown): Promise<void> {
  const { input, fault }: { input: Input; fault: Fault | null } = JSON.parse(process.argv[2] ?? 'null');
  const fs = faultyFileSystem(fault);
  const output = await task(input, fs);
  process.stdout.write(JSON.stringify({ output, calls: fs.calls }));
}
