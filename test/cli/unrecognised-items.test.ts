/** Items that Codex shows nothing of are shown: of kinds that nobody knows, and of lines that have no ordinal of their own. */
import { expect, it } from 'vitest';
import { removeOrdinals, rollout } from '../../src/testing/index.js';
import { lastLineWith, layDamaged } from '../support/demand-threads.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

it.each(['show', 'items', 'turns'])('in the output of %s', async (command) => {
  const thread = rollout()
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('first')
        .item({ type: 'TideForecast', id: 'tide-1', metres: 1.25 })
        .agent('numbered')
        .agent('numbered by nobody'),
    );
  const home = folder.path('home');
  layDamaged(home, thread, removeOrdinals(thread.bytes(), lastLineWith(thread, '"type":"item_completed"')));
  const args = command === 'turns' ? ['--items', 'full', '--json'] : [];
  const place = ['--codex-home', home, '--db', folder.path('history.sqlite')];
  const { stdout } = await runCli([command, thread.threadId, ...args, ...place], { columns: 120 });
  const found = ['first', 'tideForecast', 'numbered', 'numbered by nobody'].map((word) =>
    stdout.indexOf(word),
  );
  expect(found).not.toContain(-1);
  expect(found).toEqual([...found].sort((a, b) => a - b));
});
