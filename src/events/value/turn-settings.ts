/**
 * Settings of a turn that several records repeat: approvals, permissions, collaboration, reasoning. No projector reads them; they are
 * checked because a record with an unknown word in one of them does not decode.
 */
import { z } from 'zod';
import { omittedWhenEmpty, omittedWhenFalse, writtenAs, writtenAsNull } from '../canonical/written-form.js';
import { AbsolutePath } from './absolute-path.js';

const Granular = z.looseObject({
  sandbox_approval: z.boolean(),
  rules: z.boolean(),
  skill_approval: writtenAs(false, z.boolean()),
  request_permissions: writtenAs(false, z.boolean()),
  mcp_elicitations: z.boolean(),
});

/** `on-failure` is the older name of `on-request` (spec: rollout-format §7). */
export const ApprovalPolicy = z.union([
  z.enum(['untrusted', 'on-request', 'on-failure', 'never']),
  z.strictObject({ granular: Granular }),
]);
export type ApprovalPolicy = z.infer<typeof ApprovalPolicy>;

export const ApprovalsReviewer = z.enum(['user', 'auto_review', 'guardian_subagent']);
export type ApprovalsReviewer = z.infer<typeof ApprovalsReviewer>;

export const SandboxPolicy = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('danger-full-access') }),
  z.looseObject({ type: z.literal('read-only'), network_access: omittedWhenFalse(z.boolean().optional()) }),
  z.looseObject({
    type: z.literal('external-sandbox'),
    network_access: writtenAs('restricted', z.enum(['restricted', 'enabled'])),
  }),
  z.looseObject({
    type: z.literal('workspace-write'),
    writable_roots: omittedWhenEmpty(z.array(AbsolutePath).optional()),
    network_access: writtenAs(false, z.boolean()),
    exclude_tmpdir_env_var: writtenAs(false, z.boolean()),
    exclude_slash_tmp: writtenAs(false, z.boolean()),
  }),
]);
export type SandboxPolicy = z.infer<typeof SandboxPolicy>;

const Network = z.enum(['restricted', 'enabled']);
const Entries = z.array(
  z.looseObject({
    path: z.unknown().optional(),
    access: z.unknown().optional(),
    missing_path_behavior: z.unknown().optional(),
  }),
);
const LegacyPermissionKeys = new Set(['network', 'file_system']);

const TaggedPermissionProfile = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('disabled') }),
  z.looseObject({ type: z.literal('external'), network: Network }),
  z.looseObject({
    type: z.literal('managed'),
    file_system: z.discriminatedUnion('type', [
      z.looseObject({ type: z.literal('unrestricted') }),
      z.looseObject({ type: z.literal('restricted'), entries: Entries }),
    ]),
    network: Network,
  }),
]);

/** Files of late 2025 have no tag, and nothing but these two keys. */
const LegacyPermissionProfile = z
  .looseObject({ network: z.looseObject({}).nullish(), file_system: z.looseObject({}).nullish() })
  .refine((profile) => Object.keys(profile).every((key) => LegacyPermissionKeys.has(key)));

export const PermissionProfile = z.union([TaggedPermissionProfile, LegacyPermissionProfile]);
export type PermissionProfile = z.infer<typeof PermissionProfile>;

export const ActivePermissionProfile = z.looseObject({ id: z.string() });
export type ActivePermissionProfile = z.infer<typeof ActivePermissionProfile>;

export const FileSystemSandboxPolicy = z.looseObject({
  kind: z.enum(['restricted', 'unrestricted', 'external-sandbox']),
  entries: Entries.optional(),
});
export type FileSystemSandboxPolicy = z.infer<typeof FileSystemSandboxPolicy>;

/** Any word but the empty one: models bring their own. */
export const ReasoningEffort = z.string().min(1);
export type ReasoningEffort = z.infer<typeof ReasoningEffort>;

export const ReasoningSummary = z.enum(['auto', 'none', 'concise', 'detailed']);
export type ReasoningSummary = z.infer<typeof ReasoningSummary>;

export const CollaborationMode = z.looseObject({
  mode: z.enum(['default', 'plan', 'custom', 'code', 'execute', 'pair_programming']),
  settings: z.looseObject({
    model: z.string(),
    reasoning_effort: writtenAsNull(ReasoningEffort),
    developer_instructions: writtenAsNull(z.string()),
  }),
});
export type CollaborationMode = z.infer<typeof CollaborationMode>;
