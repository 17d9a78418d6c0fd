/** Ends a process before every one of its changes to files, each time in a fresh place, and hands over what is left. */
import type { Fault, FileCall } from './faulty-file-system.js';
import { tellKills } from './kills.js';
import type { RunChild } from './run-child.js';
import { twoAtOnce } from './two-at-once.js';

export interface KillPlan<Input, Output> {
  run: RunChild<Input, Output>;
  /** Makes a fresh place to work in; called for each run. */
  prepare: () => Input;
  /** Looks at what is left; `killedBefore` names the call that was not made, null where the process came to its end. */
  check: (input: Input, killedBefore: KilledCall | null) => void | Promise<void>;
  /** Also ends the process within each write, after that many bytes. */
  partial?: readonly number[];
  /** Leaves out calls that only look: what they would find is what the next change finds. */
  changesOnly?: boolean;
}

const LOOKS: ReadonlySet<FileCall['name']> = new Set([
  'existsSync',
  'fstatSync',
  'lstatSync',
  'readSync',
  'readdirSync',
  'statSync',
]);

export interface KilledCall extends FileCall {
  at: number;
  /** Bytes of a write that reached the file. */
  partial: number;
}

/** Records the calls of an undisturbed run first; returns how many processes were killed. */
export async function killAtEveryCall<Input, Output>(plan: KillPlan<Input, Output>): Promise<number> {
  const { run, prepare, check, partial = [], changesOnly = false } = plan;
  const whole = prepare();
  const { calls, stderr } = await run(whole);
  if (calls === null) throw new Error(`the undisturbed run failed: ${stderr}`);
  await check(whole, null);

  const kills: KilledCall[] = calls.flatMap((call, at) =>
    changesOnly && LOOKS.has(call.name)
      ? []
      : [0, ...(call.name === 'writeSync' ? partial : [])].map((bytes) => ({ ...call, at, partial: bytes })),
  );
  await twoAtOnce(kills, async (killed) => {
    const input = prepare();
    const fault: Fault = { kind: 'kill', at: killed.at, partial: killed.partial };
    const { signal, stderr: said } = await run(input, fault);
    if (signal !== 'SIGKILL')
      throw new Error(`not killed before call ${killed.at} (${killed.name}): ${said}`);
    await check(input, killed);
  });
  tellKills({ killed: kills.length, calls: calls.length });
  return kills.length;
}
