/**
 * Ends processes after a random time, and the ones that finish their work as well: up to three in a row in one place, each of which may
 * come to its end before. What fails tells the seed of the times.
 */
import { tellKills } from './kills.js';
import type { RunChild } from './run-child.js';
import { twoAtOnce } from './two-at-once.js';

const MOST_IN_A_ROW = 3;

export interface RandomKillPlan<Input, Output> {
  run: RunChild<Input, Output>;
  /** Makes a fresh place to work in. */
  prepare: () => Input;
  /** Looks at what a process left; `killed` is false where it came to its end. */
  check: (input: Input, killed: boolean) => void | Promise<void>;
  /** Finishes the work without being disturbed, and looks at what it came to. */
  finish: (input: Input) => void | Promise<void>;
  /** So many processes are killed at least. */
  kills: number;
  /** Any whole number; another one each time unless told. */
  seed?: number;
}

export interface RandomKills {
  /** Processes that were killed. */
  killed: number;
  /** Those of them that were to finish what one before had left. */
  killedAgain: number;
  /** Places that were finished. */
  places: number;
}

export async function killAtRandom<Input, Output>(plan: RandomKillPlan<Input, Output>): Promise<RandomKills> {
  const { run, prepare, check, finish, kills, seed = Date.now() % 2 ** 31 } = plan;
  const result: RandomKills = { killed: 0, killedAgain: 0, places: 0 };
  let usualMs = await timeOf(plan);

  const killInPlace = async (place: number): Promise<void> => {
    const random = randomNumbers(seed + place);
    const input = prepare();
    const delays: number[] = [];
    const inARow = 1 + Math.floor(random() * MOST_IN_A_ROW);
    try {
      for (let killed = true; killed && delays.length < inARow; ) {
        const afterMs = random() * usualMs;
        delays.push(Math.round(afterMs));
        const { signal, code, stderr, durationMs } = await run(input, null, { afterMs });
        killed = signal === 'SIGKILL';
        if (!killed && code !== 0) throw new Error(`the process failed: ${stderr}`);
        // The machine may have become faster or slower.
        if (!killed) usualMs = (usualMs + durationMs) / 2;
        await check(input, killed);
        if (killed) result.killed++;
        if (killed && delays.length > 1) result.killedAgain++;
      }
      await finish(input);
      result.places++;
    } catch (error) {
      const when = `seed ${seed}, place ${place}, killed after ${delays.join(', ')} ms of ${Math.round(usualMs)}`;
      throw new Error(`${when}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  };

  const places = function* (): Generator<number, void, undefined> {
    for (let place = 0; result.killed < kills; place++) {
      if (place > 10 * kills) throw new Error(`seed ${seed}: processes end too soon to be killed`);
      yield place;
    }
  };
  await twoAtOnce(places(), killInPlace);
  tellKills({ ...result, seed });
  return result;
}

/** How long a process works in a fresh place when nobody disturbs it; it also warms the caches. */
async function timeOf<Input, Output>({
  run,
  prepare,
  check,
  finish,
}: RandomKillPlan<Input, Output>): Promise<number> {
  const input = prepare();
  const { code, stderr, durationMs } = await run(input);
  if (code !== 0) throw new Error(`the undisturbed run failed: ${stderr}`);
  await check(input, false);
  await finish(input);
  return durationMs;
}

/** Evenly between 0 and 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
