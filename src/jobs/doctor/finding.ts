/** What the doctor finds: a kind, the place it is about, and the sentence made of both. */
import { FINDING_KINDS, type FindingKind, type Severity } from './finding-kinds.js';

/** Numbers and names that belong to a finding. */
export type FindingDetail = Readonly<Record<string, string | number | null>>;

export interface DoctorFinding {
  kind: FindingKind;
  severity: Severity;
  threadId: string | null;
  rolloutId: string | null;
  /** The file it is about, absolute. */
  path: string | null;
  /** What it means, in one sentence. */
  message: string;
  /** The command that mends it. */
  mend: string | null;
  detail: FindingDetail;
}

/** What a finding is about. */
export interface FindingPlace {
  threadId?: string | null | undefined;
  rolloutId?: string | null | undefined;
  path?: string | null | undefined;
}

/** A finding of a kind; the words of its detail go into its sentence. */
export function finding(kind: FindingKind, place: FindingPlace, detail: FindingDetail = {}): DoctorFinding {
  const { severity, meaning, mend } = FINDING_KINDS[kind];
  const { threadId = null, rolloutId = null, path = null } = place;
  const words: FindingDetail = { ...detail, thread: threadId };
  return {
    kind,
    severity,
    threadId,
    rolloutId,
    path,
    message: fill(meaning, words),
    mend: mend === null ? null : fill(mend, words) || null,
    detail,
  };
}

function fill(text: string, words: FindingDetail): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name] ?? ''));
}
