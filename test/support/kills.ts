/**
 * How many processes a test ends where it could go on for ever: a few in the ordinary suite, as many as `THREADLOOM_KILLS` says where that
 * is set (`THREADLOOM_KILLS=300 npx vitest run test/jobs`).
 */
export function killsOr(few: number): number {
  return Number(process.env.THREADLOOM_KILLS ?? few);
}

/** Time that so many runs may take on a busy machine. */
export const killTimeout = (kills: number): number => 60_000 + kills * 5_000;

/** Says how many there were, where that was asked for. */
export function tellKills(result: object): void {
  if (process.env.THREADLOOM_KILLS !== undefined) process.stderr.write(`${JSON.stringify(result)}\n`);
}
