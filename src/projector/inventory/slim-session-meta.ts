/** What listings read of a session_meta, or of the header of an envelope-less file, which has fewer fields. */
import { z } from 'zod';
import { SessionSource } from '../../events/record/source.js';

const text = z.string().nullish();

export const SlimSessionMeta = z.looseObject({
  session_id: text,
  timestamp: text,
  cwd: text,
  originator: text,
  cli_version: text,
  source: SessionSource.nullish(),
  thread_source: text,
  agent_nickname: text,
  agent_role: text,
  model_provider: text,
  forked_from_id: text,
  parent_thread_id: text,
  git: z.looseObject({ commit_hash: text, branch: text, repository_url: text }).nullish(),
});
export type SlimSessionMeta = z.infer<typeof SlimSessionMeta>;
