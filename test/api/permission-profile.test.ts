import { describe, expect, it } from 'vitest';
import { profileOfSandbox, sandboxOfProfile } from '../../src/api/permission-profile.js';
import { PermissionProfile } from '../../src/events/value/turn-settings.js';

describe('sandboxes and permission profiles', () => {
  it('a mode comes back as the sandbox it stands for', () => {
    const seen = (['danger-full-access', 'read-only', 'workspace-write'] as const).map((mode) => {
      const profile = profileOfSandbox(mode, '/work');
      expect(PermissionProfile.parse(profile)).toEqual(profile);
      return sandboxOfProfile(profile, '/work');
    });
    expect(seen).toEqual([
      { type: 'dangerFullAccess' },
      { type: 'readOnly', networkAccess: false },
      {
        type: 'workspaceWrite',
        writableRoots: [],
        networkAccess: false,
        excludeTmpdirEnvVar: false,
        excludeSlashTmp: false,
      },
    ]);
  });

  it('shows further roots and the network, and takes what has no tag for read-only', () => {
    const path = (root: string) => ({ path: { type: 'path', path: root }, access: 'write' });
    const profile = PermissionProfile.parse({
      type: 'managed',
      file_system: { type: 'restricted', entries: [path('/work'), path('/more')] },
      network: 'enabled',
    });
    expect(sandboxOfProfile(profile, '/work')).toEqual({
      type: 'workspaceWrite',
      writableRoots: ['/more'],
      networkAccess: true,
      excludeTmpdirEnvVar: true,
      excludeSlashTmp: true,
    });
    expect(sandboxOfProfile(PermissionProfile.parse({ type: 'external', network: 'enabled' }), '/')).toEqual({
      type: 'externalSandbox',
      networkAccess: 'enabled',
    });
    expect(sandboxOfProfile(PermissionProfile.parse({ network: null }), '/')).toEqual({
      type: 'readOnly',
      networkAccess: false,
    });
    const unrestricted = { type: 'managed', file_system: { type: 'unrestricted' }, network: 'restricted' };
    expect(sandboxOfProfile(PermissionProfile.parse(unrestricted), '/')).toEqual({
      type: 'dangerFullAccess',
    });
  });
});
