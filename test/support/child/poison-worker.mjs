/**
 * To be loaded before a program (`node --import`), whose worker threads then load it, too: the threads that `POISON` names die.
 * `<thread>` at its start, `<thread>:first-task`, `<thread>:memory` (of it, at its first task), `<thread>:midway` (of a proofreader).
 * Each says `poisoned` on stderr.
 */
import { writeSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

const [thread, moment = 'start'] = (process.env.POISON ?? '').split(':');

if (!isMainThread && thread === ownName()) {
  if (moment === 'start') die();
  if (moment === 'first-task') parentPort.once('message', die);
  if (moment === 'memory') parentPort.once('message', useUpMemory);
  if (moment === 'midway') dieAtReport(3);
}

function ownName() {
  if (!workerData) return 'ahead';
  if ('proof' in workerData) return 'proofreader';
  return 'rolloutId' in workerData ? 'digest' : 'verifier';
}

function die() {
  // Not by way of the thread that started this one, which may be waiting.
  writeSync(2, 'poisoned\n');
  process.exit(7);
}

function useUpMemory() {
  writeSync(2, 'poisoned\n');
  const held = [];
  for (;;) held.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
}

/** A proofreader's reports are stores into the memory that it shares with its reader. */
function dieAtReport(last) {
  const { store } = Atomics;
  let reports = 0;
  Atomics.store = (...args) => {
    if (++reports === last) die();
    return store(...args);
  };
}
