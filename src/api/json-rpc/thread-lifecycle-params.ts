/**
 * Parameters of the methods that make and revert threads, as Codex's protocol has them (protocol schemas). What only a
 * server that runs turns could heed is let through unread.
 */
import { z } from 'zod';
import { ApprovalsReviewer } from '../../events/value/turn-settings.js';

const text = z.string().nullish();
const flag = z.boolean().nullish();

const Approval = z
  .union([
    z.enum(['untrusted', 'on-request', 'never']),
    z.strictObject({
      granular: z.looseObject({
        sandbox_approval: z.boolean(),
        rules: z.boolean(),
        mcp_elicitations: z.boolean(),
      }),
    }),
  ])
  .nullish();

/** What both starting and forking can set. */
const Settings = {
  approvalPolicy: Approval,
  approvalsReviewer: ApprovalsReviewer.nullish(),
  baseInstructions: text,
  cwd: text,
  ephemeral: flag,
  model: text,
  modelProvider: text,
  permissions: text,
  runtimeWorkspaceRoots: z.array(z.string()).nullish(),
  sandbox: z.enum(['read-only', 'workspace-write', 'danger-full-access']).nullish(),
  serviceTier: text,
  threadSource: text,
};

export const ThreadStartParams = z.looseObject({
  ...Settings,
  historyMode: z.enum(['legacy', 'paginated']).nullish(),
});
export type ThreadStartParams = z.infer<typeof ThreadStartParams>;

export const ThreadForkParams = z.looseObject({
  ...Settings,
  threadId: z.string(),
  path: text,
  lastTurnId: text,
  beforeTurnId: text,
  excludeTurns: flag,
  attachToSource: flag,
  deferGoalContinuation: flag,
});
export type ThreadForkParams = z.infer<typeof ThreadForkParams>;

export const ThreadRevertParams = z.looseObject({ threadId: z.string(), beforeTurnId: z.string() });
