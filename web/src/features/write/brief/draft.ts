import type { components } from "../../../api/schema.d.ts";

export type Brief = components["schemas"]["BriefIn"];
export type Source = components["schemas"]["SourceIn"];
export type Template = components["schemas"]["Template"];
export type Defaults = components["schemas"]["BriefDefaults"];

export const TEMPLATES: readonly Template[] = [
  "blog_post",
  "how_to",
  "listicle",
  "product_description",
  "social_post",
];

/** A brief while it is filled in: numbers and lists as they are typed. */
export interface Draft {
  topic: string;
  template: Template;
  words: string;
  audience: string;
  tone: string;
  language: string;
  keyphrase: string;
  keywords: string;
  points: readonly string[];
  voice: string;
  voiceId: string;
  sources: readonly Source[];
  planFirst: boolean;
}

export const emptyDraft: Draft = {
  topic: "",
  template: "blog_post",
  words: "600",
  audience: "",
  tone: "",
  language: "en",
  keyphrase: "",
  keywords: "",
  points: [],
  voice: "",
  voiceId: "",
  sources: [],
  planFirst: false,
};

/** Lines or parts between semicolons, without blanks and empty ones. */
export function listOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** What the member usually asks for, over the house's defaults. */
export function withDefaults(draft: Draft, defaults: Defaults | undefined): Draft {
  if (defaults === undefined) return draft;
  return {
    ...draft,
    template: defaults.template ?? draft.template,
    language: defaults.language ?? draft.language,
    audience: defaults.audience ?? draft.audience,
    tone: defaults.tone ?? draft.tone,
    words: defaults.words ? String(defaults.words) : draft.words,
    voiceId: defaults.voice_id ?? draft.voiceId,
    planFirst: defaults.confirm_outline ?? draft.planFirst,
  };
}

/** The address may bring fields along, as the desk's sample does; they stand over the rest. */
export function withAddress(draft: Draft, given: URLSearchParams): Draft {
  const text = (name: string, otherwise: string) => given.get(name) ?? otherwise;
  const points = given.get("points");
  return {
    ...draft,
    topic: text("topic", draft.topic),
    audience: text("audience", draft.audience),
    tone: text("tone", draft.tone),
    keyphrase: text("keyphrase", draft.keyphrase),
    points: points === null ? draft.points : listOf(points, /[;\n]/),
  };
}

/** As the server takes it. */
export function briefOf(draft: Draft): Brief {
  return {
    topic: draft.topic.trim(),
    template: draft.template,
    words: Number(draft.words),
    audience: draft.audience.trim(),
    tone: draft.tone.trim(),
    language: draft.language,
    keyphrase: draft.keyphrase.trim(),
    keywords: listOf(draft.keywords, /[,;\n]/),
    points: draft.points.map((point) => point.trim()).filter(Boolean),
    voice: draft.voice.trim(),
    voice_id: draft.voiceId === "" ? null : draft.voiceId,
    sources: [...draft.sources],
    confirm_outline: draft.planFirst,
  };
}

/** What stays for the next piece: how one writes, not what about. */
export function nextDraft(draft: Draft): Draft {
  const { template, words, audience, tone, language, voice, voiceId, planFirst } = draft;
  return { ...emptyDraft, template, words, audience, tone, language, voice, voiceId, planFirst };
}

/** The same for the server's preferences. */
export function defaultsOf(brief: Brief): Defaults {
  return {
    template: brief.template ?? null,
    language: brief.language ?? null,
    audience: brief.audience ?? "",
    tone: brief.tone ?? "",
    words: brief.words ?? null,
    voice_id: brief.voice_id ?? null,
    confirm_outline: brief.confirm_outline ?? null,
  };
}

/** Whether nothing about the piece itself was said yet. */
export function saysNothing(draft: Draft): boolean {
  return draft.topic.trim() === "" && draft.points.length === 0 && draft.sources.length === 0;
}
