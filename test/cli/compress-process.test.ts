/** `threadloom compress` as users run it: a process of its own with two worker threads, from the built program. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  type ColdRollout,
  layColdRollout,
  leftovers,
  plainText,
  representations,
} from '../support/cold-rollouts.js';
import { ended, startCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

it('is killed again and again, and its successor finishes the work', { timeout: 120_000 }, async () => {
  const home = folder.path('home');
  const rollouts: ColdRollout[] = [];
  for (let seed = 1; seed <= 6; seed++) rollouts.push(layColdRollout({ home, seed, turns: 2_500 }));
  const args = ['compress', '--force', '--json', '--codex-home', home, '--db', folder.path('history.sqlite')];
  const expectWhole = (): void => {
    for (const { path, bytes } of rollouts) expect(plainText(path).equals(bytes)).toBe(true);
  };

  let killed = 0;
  for (const delay of [300, 400, 450, 500, 550, 600, 700]) {
    const child = startCli(args);
    const end = ended(child);
    await pause(delay);
    child.kill('SIGKILL');
    if ((await end).code === 137) killed++;
    expectWhole();
  }
  expect(killed).toBeGreaterThan(0);

  const { code, stdout, stderr } = await ended(startCli(args));
  expect({ code, stderr: stderr.includes('rollouts: ') }).toEqual({ code: 0, stderr: true });
  expect(JSON.parse(stdout).homes[0].totals).toMatchObject({ rollouts: 6, failed: 0 });
  expectWhole();
  for (const { path } of rollouts) expect(representations(path)).toEqual(['compressed']);
  expect(leftovers(home).filter((path) => path.endsWith('.tmp'))).toEqual([]);
});

it('leaves off at Ctrl-C, in the midst of a rollout', { timeout: 60_000 }, async () => {
  const home = folder.path('home');
  const rollouts = [1, 2, 3].map((seed) => layColdRollout({ home, seed, turns: 20_000 }));
  const place = ['--codex-home', home, '--db', folder.path('history.sqlite')];
  const child = startCli(['compress', '--progress', ...place]);
  const end = ended(child);
  child.stderr?.once('data', () => child.kill('SIGINT'));
  expect(await end).toMatchObject({ code: 130, stderr: expect.stringContaining('Interrupted') });
  for (const { path, bytes } of rollouts) expect(plainText(path).equals(bytes)).toBe(true);
  expect(rollouts.some(({ path }) => representations(path).includes('plain'))).toBe(true);
  expect(leftovers(home)).toEqual([]);
});
