/** A rollout of which nothing is understood is no empty history, and every command that counts says so. */
import { expect, it } from 'vitest';
import { renameEvents } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

it('is told by project, status and doctor', async () => {
  const [known, other] = [plainThread({}), plainThread({ seed: 2 })];
  const renamed = { ...other, bytes: () => renameEvents(other.bytes(), 0) };
  const { place } = writeCliHome(folder, [{ rollout: known }, { rollout: renamed }]);
  const projected = await runCli(['project', ...place]);
  expect(projected.stderr).toContain('Nothing is understood of 1 rollout');
  const { stdout } = await runCli(['status', ...place], { columns: 140 });
  expect(stdout).toMatch(
    /^rollouts +2 · .* · 1 of which nothing is understood \(see "threadloom doctor"\)$/m,
  );
  const status = JSON.parse((await runCli(['status', '--json', ...place])).stdout);
  expect(status.rollouts).toMatchObject({ total: 2, projected: 2, unrecognisedFormat: 1 });
  const doctor = await runCli(['doctor', ...place]);
  expect(doctor.code).toBe(5);
  expect(doctor.stdout).toContain('unrecognised-format');
});

it('is not told where all is known', async () => {
  const { place } = writeCliHome(folder, [{ rollout: plainThread({}) }]);
  expect((await runCli(['project', ...place])).stderr).not.toContain('understood');
  expect((await runCli(['status', ...place], { columns: 140 })).stdout).not.toContain('understood');
});
