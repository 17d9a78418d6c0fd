#!/usr/bin/env node
/** The entry of the command line. */
import { keepHeapSmall } from './keep-heap-small.js';

keepHeapSmall();
// Only now, so that loading is done with a small heap, too.
const [{ processIo, quitOnBrokenPipe }, { runProgram }] = await Promise.all([
  import('./cli-io.js'),
  import('./run-program.js'),
]);
quitOnBrokenPipe(process.stdout);
quitOnBrokenPipe(process.stderr);
await runProgram(process.argv, processIo);
