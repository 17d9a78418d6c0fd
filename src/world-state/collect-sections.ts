/** Makes a snapshot of the sections that a session has at the moment. */
import { normaliseSnapshot } from './normalise-snapshot.js';
import { memberOf, objectOf, type WorldStateSnapshot } from './snapshot.js';

/** One fact of the surroundings. Its id is in logs and can never be renamed. */
export interface Section {
  id: string;
  /** What is compared later: any JSON. Null drops what is stored; undefined keeps it as it is (spec: world-state §4). */
  snapshot: unknown;
}

export interface CollectedSections {
  snapshot: WorldStateSnapshot;
  /** Ids of sections that gave null, in their order. */
  dropped: string[];
}

/** Two sections claim one id: a mistake of the program, as each would overwrite the other. */
export class DuplicateSectionError extends Error {
  readonly sectionId: string;

  constructor(sectionId: string) {
    super(`Two sections of the world state have the id "${sectionId}". Give one of them another id.`);
    this.name = 'DuplicateSectionError';
    this.sectionId = sectionId;
  }
}

/**
 * Collects sections into a normalised snapshot.
 *
 * @param baseline what is stored, for sections that keep it
 * @throws DuplicateSectionError
 */
export function collectSections(
  sections: Iterable<Section>,
  baseline: WorldStateSnapshot | null = null,
): CollectedSections {
  const members = new Map<string, unknown>();
  const dropped: string[] = [];
  for (const { id, snapshot } of sections) {
    if (members.has(id)) throw new DuplicateSectionError(id);
    members.set(id, snapshot === undefined ? memberOf(baseline ?? {}, id) : snapshot);
    if (snapshot === null) dropped.push(id);
  }
  return { snapshot: normaliseSnapshot(objectOf(members)), dropped };
}
