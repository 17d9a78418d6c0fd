/**
 * A thread of the sample home that lets a sub-agent work, and the sub-agent's thread.
 */
import { type RolloutBuilder, rollout } from '../rollout-builder.js';
import { type SampleContext, TIDEMARK } from './sample-context.js';

export function agentThreads(context: SampleContext): RolloutBuilder[] {
  const clock = context.clockBefore(9, '08:30:00.120');
  const parent = rollout({ ...TIDEMARK, seed: 105, clock }).sessionMeta();
  const agent = { threadId: '', agentPath: '/root/translator' };
  const children: RolloutBuilder[] = [];

  parent
    .turn((turn) =>
      turn.user('Morning! What is left for 2.0?').agent('The Japanese texts and the changelog.').complete(),
    )
    .wait(50_000)
    .turn((turn) => {
      turn.user('Let somebody else do the Japanese texts, you write the changelog.');
      const child = rollout({
        ...TIDEMARK,
        seed: 106,
        clock: context.clockBefore(9, '08:31:02.400'),
        sessionId: parent.threadId,
        subAgent: { parentThreadId: parent.threadId, agentPath: agent.agentPath, nickname: 'Ada' },
      });
      agent.threadId = child.threadId;
      children.push(translate(child));
      turn
        .spawnAgent({ ...agent, task: 'Translate locales/en.json to Japanese' })
        .patch({
          changes: { 'CHANGELOG.md': { type: 'add', content: '# 2.0.0\n\n- Days are cut in UTC.\n' } },
        })
        .sleep(20_000)
        .agentFinished(agent)
        .agent('Both are done. 翻訳 has 61 entries 🎌', { phase: 'final_answer' })
        .complete();
    })
    .wait(30_000)
    .turn((turn) =>
      turn
        .enterReview('changes since 1.9')
        .exitReview('The changelog names every change. One entry of the translation is empty.')
        .complete(),
    );
  return [parent, ...children];
}

function translate(child: RolloutBuilder): RolloutBuilder {
  return child
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('Translate locales/en.json to Japanese')
        .command({ command: 'jq length locales/en.json', output: '61\n' })
        .patch({
          changes: {
            'locales/ja.json': { type: 'add', content: '{"high":"満潮","low":"干潮","next":"次の潮"}\n' },
          },
        })
        .agent('満潮, 干潮 and 59 more are translated.', { phase: 'final_answer' })
        .complete(),
    )
    .turn((turn) =>
      turn.user('Check the plural forms').agent('Japanese has none, the entries are single.').complete(),
    )
    .turn((turn) => turn.user('Thanks').agent('Done.').complete());
}
