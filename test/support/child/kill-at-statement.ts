/** Ends the process before a statement is run on any database of it, so also in the middle of a transaction. */
import Database from 'better-sqlite3';

// biome-ignore lint/suspicious/noExplicitAny: stands for each of the driver's signatures.
type AnyCall = (this: unknown, ...parameters: any[]) => unknown;

/**
 * Counts from now on.
 *
 * @param at of the statement, from 0; a negative one only counts
 * @returns how many there were so far
 */
export function killAtStatement(at: number): () => number {
  let count = 0;
  const wrap = (owner: object, name: string): void => {
    const call: AnyCall = Reflect.get(owner, name);
    const counted: AnyCall = function (...parameters) {
      if (count++ === at) process.kill(process.pid, 'SIGKILL');
      return call.apply(this, parameters);
    };
    Reflect.set(owner, name, counted);
  };
  const memory = new Database(':memory:');
  const statement = Object.getPrototypeOf(memory.prepare('select 1'));
  for (const name of ['run', 'get', 'all', 'iterate']) wrap(statement, name);
  wrap(Database.prototype, 'exec');
  memory.close();
  return () => count;
}
