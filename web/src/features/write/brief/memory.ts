import { emptyDraft, TEMPLATES, type Draft, type Source } from "./draft.ts";

type Words = { [Name in keyof Draft]: Draft[Name] extends string ? Name : never }[keyof Draft];

const key = (member: string) => `alwrity.brief.${member}`;

/** Keep an unfinished brief in this browser, for this member. */
export function keepDraft(storage: Storage, member: string, draft: Draft): void {
  try {
    storage.setItem(key(member), JSON.stringify(draft));
  } catch {
    // Long sources may not fit: the rest is worth keeping without them.
    try {
      storage.setItem(key(member), JSON.stringify({ ...draft, sources: [] }));
    } catch {
      // Storage may be forbidden; the brief then lasts as long as the page.
    }
  }
}

/** The brief that was kept, or undefined; what does not fit any more is left out. */
export function keptDraft(storage: Storage, member: string): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key(member)) ?? "null");
    return typeof kept === "object" && kept !== null ? fitting(kept as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function fitting(kept: Record<string, unknown>): Draft {
  const text = (name: Words): string => {
    const value = kept[name];
    return typeof value === "string" ? value : emptyDraft[name];
  };
  return {
    topic: text("topic"),
    template: TEMPLATES.find((template) => template === kept.template) ?? emptyDraft.template,
    words: text("words"),
    audience: text("audience"),
    tone: text("tone"),
    language: text("language"),
    keyphrase: text("keyphrase"),
    keywords: text("keywords"),
    points: listIn(kept.points).filter((point) => typeof point === "string"),
    voice: text("voice"),
    voiceId: text("voiceId"),
    sources: listIn(kept.sources).filter(isSource),
    planFirst: kept.planFirst === true,
  };
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isSource(value: unknown): value is Source {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return value.kind === "text" || value.kind === "markdown" || value.kind === "url";
}
