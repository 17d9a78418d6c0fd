/** Model contexts over the whole path: homes, lineage, log, what was read. */
import { appendFileSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bareRollout, formatRecordLine, type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { message } from '../support/model-context-records.js';
import { useHistory } from '../support/open-history.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

/** A turn with all that a session writes: `question n`, `answer n`. */
function addTurn(thread: RolloutBuilder, n: number): RolloutBuilder {
  return thread.turn((turn) => turn.user(`question ${n}`).agent(`answer ${n}`).complete(), {
    turnId: `turn-${n}`,
  });
}

function fullThread(turns: number, options: Parameters<typeof rollout>[0] = {}): RolloutBuilder {
  const thread = rollout(options).sessionMeta();
  for (let n = 1; n <= turns; n++) addTurn(thread, n);
  return thread;
}

/** Texts of the messages of user and assistant, without context. */
function conversation({ history }: { history: readonly { item: object }[] }): string[] {
  return history.flatMap(({ item }) => {
    if (!('content' in item) || !Array.isArray(item.content)) return [];
    const text = item.content.map((part: { text?: string }) => part.text ?? '').join('');
    return text.startsWith('<') ? [] : [text];
  });
}

/** A compaction as a session writes it, as the line that comes next in a rollout. */
function compactionLine(path: string): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const { ordinal, timestamp } = JSON.parse(lines.at(-1) ?? '');
  const payload = {
    message: 'summary',
    replacement_history: [message('user', 'question 1'), message('user', 'summary')],
    window_number: 1,
    window_id: '01a1fb5b-0000-7000-9000-000000000001',
    resume_metadata: { last_started_turn_id: 'turn-3', previous_turn_settings: { model: 'compact model' } },
  };
  return `${formatRecordLine({ timestamp, ordinal: ordinal === undefined ? null : ordinal + 1, type: 'compacted', payload })}\n`;
}

describe.each(['paginated', 'legacy'] as const)('a %s thread', (historyMode) => {
  it('is read with its history, settings, world state and window', async () => {
    const thread = fullThread(2, { historyMode });
    const { service } = await openHistory([thread]);
    const context = await service.readModelContext(thread.threadId);
    expect(conversation(context)).toEqual(['question 1', 'answer 1', 'question 2', 'answer 2']);
    expect(context).toMatchObject({
      threadId: thread.threadId,
      historyMode,
      window: { number: 0 },
      lastStartedTurnId: 'turn-2',
      referenceContext: { turn_id: 'turn-2' },
      scan: { reachedBeginning: true, rollouts: 1, unreadableLines: 0, missingLog: null },
    });
    expect(context.previousTurnSettings?.model).toBe(context.referenceContext?.model);
    expect(Object.keys(context.worldStateBaseline ?? {})).not.toHaveLength(0);
  });

  it('is read back to its last checkpoint alone', async () => {
    const thread = fullThread(3, { historyMode });
    const { service, write } = await openHistory([]);
    const [path = ''] = write(thread);
    const line = compactionLine(path);
    appendFileSync(path, line);
    const context = await service.readModelContext(thread.threadId);
    expect(conversation(context)).toEqual(['question 1', 'summary']);
    expect(context.previousTurnSettings?.model).toBe('compact model');
    expect(context.window).toMatchObject({ number: 1, id: '01a1fb5b-0000-7000-9000-000000000001' });
    expect(context.scan).toMatchObject({
      reachedBeginning: false,
      lines: 1,
      bytes: Buffer.byteLength(line),
    });
  });

  it('passes over lines that cannot be read, and says so', async () => {
    const thread = fullThread(1, { historyMode });
    const { service, write } = await openHistory([]);
    const [path = ''] = write(thread);
    appendFileSync(
      path,
      '{"torn\n\n{"timestamp":"now","type":"of_another_century","payload":{}}\n{"unterminated',
    );
    const context = await service.readModelContext(thread.threadId);
    expect(conversation(context)).toEqual(['question 1', 'answer 1']);
    expect(context.scan.unreadableLines).toBe(2);
  });
});

describe('a fork', () => {
  /** A source of three turns, a fork after the second, a fork of that fork. */
  function lineage() {
    const source = fullThread(2);
    const at = source.historyBase();
    addTurn(source, 3);
    const fork = addTurn(source.fork({ seed: 2, at }), 4);
    const forkAt = fork.historyBase();
    addTurn(fork, 5);
    return { source, fork, nested: addTurn(fork.fork({ seed: 3, at: forkAt }), 6) };
  }

  it('replays a nested lineage, archived ancestors too, from its frozen prefixes', async () => {
    const { source, fork, nested } = lineage();
    const { service } = await openHistory([{ rollout: source, archived: true }, fork, nested]);
    const context = await service.readModelContext(nested.threadId);
    expect(conversation(context)).toEqual([1, 2, 4, 6].flatMap((n) => [`question ${n}`, `answer ${n}`]));
    expect(context.scan.rollouts).toBe(3);
  });

  it('leaves out what its source wrote after the cutoff', async () => {
    const { source, fork } = lineage();
    const { service } = await openHistory([source, fork]);
    expect(conversation(await service.readModelContext(fork.threadId))).not.toContain('question 3');
    expect(conversation(await service.readModelContext(source.threadId))).toContain('question 3');
  });

  it('without the file of an ancestor shows what there is, and names what is missing', async () => {
    const { source, fork } = lineage();
    const { service } = await openHistory([fork]);
    const context = await service.readModelContext(fork.threadId);
    expect(conversation(context)).toEqual([4, 5].flatMap((n) => [`question ${n}`, `answer ${n}`]));
    expect(context.scan.missingLog).toBe(source.threadId);
  });

  it('whose ancestor vanished after it was projected names it as well', async () => {
    const { source, fork } = lineage();
    const { service, write } = await openHistory([fork]);
    const [path = ''] = write(source);
    await service.listTurns(fork.threadId);
    rmSync(path);
    const context = await service.readModelContext(fork.threadId);
    expect(context.scan.missingLog).toBe(source.threadId);
  });

  it('whose ancestor was cut short is refused', async () => {
    const { source, fork } = lineage();
    const { service, write } = await openHistory([fork]);
    const [path = ''] = write(source);
    truncateSync(path, 4_000);
    await expect(service.readModelContext(fork.threadId)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('what has no model context', () => {
  it('is an unknown thread', async () => {
    const { service } = await openHistory([]);
    await expect(service.readModelContext('01a1fb5a-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'thread_not_found',
    });
  });

  it('is a log without envelope', async () => {
    const bare = bareRollout({ seed: 5 }).user('old question').agent('old answer');
    const { service } = await openHistory([bare]);
    await expect(service.readModelContext(bare.threadId)).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('threadloom context', () => {
  async function print(...options: string[]) {
    const thread = fullThread(2);
    const { home } = await openHistory([thread]);
    const place = ['--codex-home', home, '--db', folder.path('cli.sqlite')];
    const result = await runCli([...place, 'context', thread.threadId, ...options], { columns: 90 });
    return { ...result, thread };
  }

  it('prints what is known and the history as rows', async () => {
    const { stdout, code } = await print();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^What the model would see\n {2}history/);
    expect(stdout).toMatch(/user +message +question 2/);
    expect(stdout).toMatch(/assistant +message +answer 2/);
    expect(stdout).toMatch(/Read \d+ lines, [\d.]+ kB, of 1 rollout: all there is\./);
  });

  it('prints whole texts with --full', async () => {
    const { stdout } = await print('--full');
    expect(stdout).toContain('</environment_context>');
    expect(stdout).toMatch(/ │ question 2/);
  });

  it('prints JSON, and items alone as NDJSON', async () => {
    const { stdout, thread } = await print('--json');
    const context = JSON.parse(stdout);
    expect(context.threadId).toBe(thread.threadId);
    const rows = (await print('--ndjson')).stdout.trimEnd().split('\n');
    expect(rows.map((row) => JSON.parse(row))).toEqual(context.history);
  });
});
