/** Between the sandbox that clients speak of and the permission profile that rollouts keep. Nothing is enforced here. */
import { z } from 'zod';
import type { PermissionProfile } from '../events/value/turn-settings.js';

export type SandboxMode = 'read-only' | 'workspace-write' | 'danger-full-access';

/** A sandbox as answers show it. */
export type SandboxView =
  | { type: 'dangerFullAccess' }
  | { type: 'readOnly'; networkAccess: boolean }
  | { type: 'externalSandbox'; networkAccess: 'restricted' | 'enabled' }
  | {
      type: 'workspaceWrite';
      writableRoots: string[];
      networkAccess: boolean;
      excludeTmpdirEnvVar: boolean;
      excludeSlashTmp: boolean;
    };

const special = (kind: string) => ({ type: 'special', value: { kind } });
const READ_ALL = { path: special('root'), access: 'read' };

/** The profile that a sandbox mode stands for in a working directory. */
export function profileOfSandbox(mode: SandboxMode, cwd: string): PermissionProfile {
  if (mode === 'danger-full-access') return { type: 'disabled' };
  const entries =
    mode === 'read-only'
      ? [READ_ALL]
      : [
          READ_ALL,
          { path: { type: 'path', path: cwd }, access: 'write' },
          { path: special('slash_tmp'), access: 'write' },
          { path: special('tmpdir'), access: 'write' },
        ];
  return { type: 'managed', file_system: { type: 'restricted', entries }, network: 'restricted' };
}

const Managed = z.looseObject({
  type: z.literal('managed'),
  network: z.string(),
  file_system: z.looseObject({
    entries: z
      .array(
        z.looseObject({
          access: z.string(),
          path: z.looseObject({
            path: z.string().optional(),
            value: z.looseObject({ kind: z.string() }).optional(),
          }),
        }),
      )
      .optional(),
  }),
});

/** The sandbox that says most nearly what a profile says; of profiles that have no tag, as in late 2025, the narrowest. */
export function sandboxOfProfile(profile: PermissionProfile, cwd: string): SandboxView {
  if (profile.type === 'disabled') return { type: 'dangerFullAccess' };
  if (profile.type === 'external') {
    return {
      type: 'externalSandbox',
      networkAccess: profile.network === 'enabled' ? 'enabled' : 'restricted',
    };
  }
  const managed = Managed.safeParse(profile);
  if (!managed.success) return { type: 'readOnly', networkAccess: false };
  const networkAccess = managed.data.network === 'enabled';
  const { entries } = managed.data.file_system;
  if (entries === undefined) return { type: 'dangerFullAccess' };
  const writable = entries.filter(({ access }) => access === 'write').map(({ path }) => path);
  if (writable.length === 0) return { type: 'readOnly', networkAccess };
  const kinds = new Set(writable.map(({ value }) => value?.kind));
  return {
    type: 'workspaceWrite',
    writableRoots: writable.flatMap(({ path }) => (path === undefined || path === cwd ? [] : [path])),
    networkAccess,
    excludeTmpdirEnvVar: !kinds.has('tmpdir'),
    excludeSlashTmp: !kinds.has('slash_tmp'),
  };
}
