import { describe, expect, it } from 'vitest';
import { createTestClock, rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, previewsOf, sayingThread, textsOf } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

describe('previews', () => {
  it('are the first user message with text, behind the mark that clients put before it', async () => {
    const image = { type: 'image', image_url: 'https://x' };
    const said = (text: string) => ({ type: 'text', text, text_elements: [] });
    const message = (...content: object[]) => ({ type: 'UserMessage', id: 'u', content });
    const threads = [
      sayingThread('plain'),
      sayingThread('# Files\n\na.ts\n\n## My request for Codex:\n after the mark \n'),
      rollout({ seed: 3 })
        .sessionMeta()
        .turn((turn) => turn.item(message(image)).item(message(image, said('two '), said('parts')))),
      rollout({ seed: 4, historyMode: 'legacy' })
        .sessionMeta()
        .turn((turn) => turn.agent('first an answer').user('legacy')),
      rollout({ seed: 5 })
        .sessionMeta()
        .turn((turn) => turn.agent('nobody asked')),
    ];
    const { service } = await openHistory(threads);
    expect(previewsOf(await service.listThreads()).sort()).toEqual([
      'after the mark',
      'legacy',
      'plain',
      'two parts',
    ]);
  });

  it('of a fork come from where its history begins', async () => {
    const source = numberedThread(2);
    const fork = addNumberedTurns(source.fork({ seed: 2 }), 7, 7);
    const leaf = addNumberedTurns(fork.fork({ seed: 3 }), 8, 8);
    const { service } = await openHistory([source, fork, leaf]);
    expect(previewsOf(await service.listThreads()).sort()).toEqual([
      'question 1',
      'question 1',
      'question 1',
    ]);
  });

  it('of a fork whose ancestor is missing are its own, until the ancestor comes', async () => {
    const source = numberedThread(1);
    const fork = addNumberedTurns(source.fork({ seed: 2 }), 7, 7);
    const { service, write } = await openHistory([fork]);
    expect(previewsOf(await service.listThreads()).sort()).toEqual(['question 7']);
    write(source);
    expect(previewsOf(await service.listThreads()).sort()).toEqual(['question 1', 'question 1']);
  });

  it('of a reverted thread come from its oldest rollout', async () => {
    const before = numberedThread(2);
    const clock = createTestClock('2026-03-04T09:00:00Z');
    const after = addNumberedTurns(
      rollout({
        detail: 'visible',
        seed: 2,
        threadId: before.threadId,
        rolloutId: '019cb500-0000-7000-8000-00000000000a',
        clock,
      }).sessionMeta(),
      9,
      9,
    );
    const { service } = await openHistory([before, after]);
    expect(previewsOf(await service.listThreads()).sort()).toEqual(['question 1']);
    expect(textsOf(await service.listItems(before.threadId))).toEqual(['question 9', 'answer 9']);
  });

  it('are found when the first message is written after a look', async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    const { service, write } = await openHistory([thread]);
    expect(await service.listThreads()).toMatchObject({ data: [] });
    write(thread.turn((turn) => turn.agent('hello?')));
    expect(await service.listThreads()).toMatchObject({ data: [] });
    write(thread.turn((turn) => turn.user('late')));
    expect(previewsOf(await service.listThreads()).sort()).toEqual(['late']);
  });

  it('and times of a thread are those of now when only the thread is read', async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    const { service, write } = await openHistory([thread]);
    const before = await service.readThread(thread.threadId);
    expect(before.preview).toBe('');
    write(thread.wait(90_000).turn((turn) => turn.user('late')));
    const after = await service.readThread(thread.threadId);
    expect(after.preview).toBe('late');
    expect(after.updatedAt - before.updatedAt).toBe(90);
    expect(after.createdAt).toBe(before.createdAt);
  });
});
