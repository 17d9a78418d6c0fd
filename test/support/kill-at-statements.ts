/** Ends a process before statements that it runs on its databases, also within transactions, each time in a fresh place. */
import { tellKills } from './kills.js';
import type { RunChild } from './run-child.js';
import { twoAtOnce } from './two-at-once.js';

export interface StatementKillPlan<Input, Output> {
  run: RunChild<Input, Output>;
  /** Makes a fresh place to work in; called for each run. */
  prepare: () => Input;
  /** Looks at what is left; `at` is the statement that was not run, null where the process came to its end. */
  check: (input: Input, at: number | null) => void | Promise<void>;
  /** At most that many, which are then spread over all. */
  most: number;
}

/** Counts the statements of an undisturbed run first; returns how many processes were killed. */
export async function killAtStatements<Input, Output>(
  plan: StatementKillPlan<Input, Output>,
): Promise<number> {
  const { run, prepare, check, most } = plan;
  const whole = prepare();
  const { statements, stderr } = await run(whole, null, { atStatement: -1 });
  if (statements === null) throw new Error(`the undisturbed run failed: ${stderr}`);
  await check(whole, null);
  const kills = Math.min(most, statements);
  const instants = Array.from({ length: kills }, (_, index) =>
    Math.floor(((index + 0.5) * statements) / kills),
  );
  await twoAtOnce(instants, async (at) => {
    const input = prepare();
    const { signal, stderr: said } = await run(input, null, { atStatement: at });
    if (signal !== 'SIGKILL') throw new Error(`not killed before statement ${at} of ${statements}: ${said}`);
    await check(input, at);
  });
  tellKills({ killed: kills, statements });
  return kills;
}
