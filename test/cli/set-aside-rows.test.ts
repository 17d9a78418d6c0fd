/** History that a file held before other text took its place can still be read, by the id that the finding names. */
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

it('is shown by items and turns, and by no command that changes something', async () => {
  const thread = plainThread({ turns: 2 });
  const { threadId } = thread;
  const { place, paths } = writeCliHome(folder, [{ rollout: thread }]);
  await runCli(['project', ...place]);
  const other = rollout({ threadId, seed: 9, instructions: 'Other words.' }).sessionMeta();
  for (let number = 1; number <= 9; number++) {
    other.turn((turn) => turn.user(`new question ${number}`).agent('as before').complete());
  }
  writeFileSync(paths[0] ?? '', other.bytes());
  const found = JSON.parse((await runCli(['diagnostics', threadId, '--json', ...place])).stdout);
  const id: string = /kept as (\S+)$/.exec(found.data[0].detail)?.[1] ?? '';
  expect(id).toBe(`${threadId}~1`);

  const { stdout: items } = await runCli(['items', id, ...place]);
  for (const words of ['question 1', 'answer 1', 'question 2', 'answer 2']) expect(items).toContain(words);
  expect(items).not.toContain('new question');
  const turns = JSON.parse((await runCli(['turns', id, '--json', ...place])).stdout);
  expect(turns.data).toHaveLength(2);
  expect(turns.asOf).toMatchObject({ rolloutId: id, complete: false });
  expect((await runCli(['items', threadId, ...place])).stdout).toContain('new question 9');
  expect((await runCli(['archive', id, ...place])).code).not.toBe(0);
  expect((await runCli(['items', `${threadId}~2`, ...place])).code).not.toBe(0);
});
