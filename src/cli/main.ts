#!/usr/bin/env node
/** The entry of the command line. */
import './keep-heap-small.js';
import { processIo, quitOnBrokenPipe } from './cli-io.js';
import { runProgram } from './run-program.js';

quitOnBrokenPipe(process.stdout);
quitOnBrokenPipe(process.stderr);
await runProgram(process.argv, processIo);
