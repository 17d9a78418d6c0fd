import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { pagesWith, ruin } from '../support/damaged-database.js';
import { rpcTo } from '../support/rpc-client.js';
import { ended, startCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const threads = [1, 2, 3].map((seed) => plainThread({ seed, turns: 40 }));

it('a server that meets damage answers the request all the same, and makes the other rows again', {
  timeout: 60_000,
}, async () => {
  const { place, db } = writeCliHome(
    folder,
    threads.map((rollout) => ({ rollout })),
  );
  const child = startCli(['rpc', ...place]);
  const end = ended(child);
  const client = rpcTo(child);
  const read = (threadId: string) => client.call('thread/items/list', { threadId, limit: 100 });
  const [first = ''] = threads.map(({ threadId }) => threadId);
  const before = await read(first);
  expect(before.result.data).toHaveLength(80);
  for (const { threadId } of threads) await read(threadId);

  const tidy = new Database(db);
  tidy.pragma('wal_checkpoint(TRUNCATE)');
  ruin(db, pagesWith(db, 'answer 1'), 4096);
  // A commit of somebody else, so that what the server has in memory is read again.
  tidy.exec("insert into thread_spawn_edges values ('a', 'b', 'open')");
  tidy.close();

  const answers = await Promise.all([read(first), client.call('thread/list'), read(first)]);
  expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  expect(answers[0]?.result).toEqual(before.result);
  expect(answers[2]?.result).toEqual(before.result);
  const projected = (): unknown => {
    const database = new Database(db, { readonly: true });
    const count = database.prepare('select count(*) from thread_history_projection_state').pluck().get();
    database.close();
    return count;
  };
  for (let waited = 0; waited < 20_000 && projected() !== 3; waited += 20) await sleep(20);
  expect(projected()).toBe(3);
  await client.end();
  const { code, stderr } = await end;
  expect(code).toBe(0);
  expect(stderr.match(/was damaged/g)).toHaveLength(1);
  expect(readdirSync(dirname(db)).filter((name) => name.includes('.damaged-'))).toHaveLength(1);
});
