import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RolloutBuilder } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { type CliOptions, runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../support/threads.js';

const folder = useTempFolder();

/** Runs `tail --follow`, and Ctrl-C once `wanted` is on stdout. */
async function follow(args: readonly string[], wanted: string, act: () => void) {
  let interrupt = () => {};
  let acted = false;
  const options: CliOptions = {
    onInterrupt: (listener) => {
      interrupt = listener;
    },
    now: Date.now(),
    onStdout: (text) => {
      if (!acted) setTimeout(act, 5);
      acted = true;
      if (text.includes(wanted)) interrupt();
    },
  };
  return runCli(['tail', ...args, '--follow'], options);
}

function grow(thread: RolloutBuilder, path: string): void {
  const from = thread.lines().length;
  addNumberedTurns(thread, 2, 2);
  const added = thread.lines().slice(from);
  appendFileSync(path, `${added.join('\n')}\n`);
}

describe('threadloom tail', () => {
  it('prints the newest items below their turn', async () => {
    const { place } = writeCliHome(folder, [{ rollout: plainThread({ turns: 4 }) }]);
    const { stdout, code } = await runCli(['tail', '019c', '-n', '3', ...place]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('question 3');
    expect(stdout).toMatch(/turn.+answer 3.+turn.+question 4.+answer 4/s);
  });

  it('follows what is written, until Ctrl-C', async () => {
    const thread = numberedThread(1);
    const { place, paths } = writeCliHome(folder, [{ rollout: thread }]);
    const { stdout, code } = await follow([thread.threadId, ...place], '✓ completed', () =>
      grow(thread, paths[0] ?? ''),
    );
    expect(code).toBe(130);
    expect(stdout).toMatch(/question 1.+answer 1.+turn-2.+question 2.+answer 2.+✓ completed/s);
  });

  it('prints changes with their positions, from which it goes on', async () => {
    const thread = numberedThread(1);
    const { place, paths } = writeCliHome(folder, [{ rollout: thread }]);
    const args = [thread.threadId, ...place, '--json'];
    const { stdout } = await follow(args, '"completed"', () => grow(thread, paths[0] ?? ''));
    const [newest, ...changes] = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(newest).toMatchObject({ kind: 'newest', items: [{ turnId: 'turn-1' }, { turnId: 'turn-1' }] });
    expect(changes.at(-1)).toMatchObject({ kind: 'turn', turn: { status: 'completed' } });
    const items = changes.filter(({ kind }) => kind === 'item');
    expect(items.map(({ item }) => item.type)).toEqual(['userMessage', 'agentMessage']);
    const again = await follow([...args, '--from', items[0]?.position], '"completed"', () => {});
    expect(again.stdout).toContain('answer 2');
    expect(again.stdout).not.toContain('question 2');
  });

  it('refuses a position without --follow, and one that is none', async () => {
    const { place } = writeCliHome(folder, [{ rollout: plainThread({}) }]);
    expect((await runCli(['tail', '019c', '--from', 'start', ...place])).code).toBe(2);
    const none = await runCli(['tail', '019c', '-f', '--from', 'somewhere', ...place]);
    expect(none.code).toBe(4);
    expect(none.stderr).toContain('no position of changes');
  });
});
