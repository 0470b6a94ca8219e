import { ProblemError } from "../../../api/problem.ts";
import type { Values } from "../../../lib/catalogue.ts";
import { listOf, type Draft } from "./draft.ts";
import { LONGEST_SOURCE } from "./source-of.ts";

const LINE = 300;
const VOICE = 4000;
export const MOST_POINTS = 20;
export const MOST_SOURCES = 20;
const MOST_KEYWORDS = 30;
const WORDS = { from: 50, to: 5000 };
const SOCIAL_WORDS = 600;
const WORDS_A_POINT = 15;

export const FIELDS = [
  "topic",
  "template",
  "words",
  "points",
  "audience",
  "tone",
  "voice",
  "language",
  "keyphrase",
  "keywords",
  "sources",
] as const;
export type FieldName = (typeof FIELDS)[number];

/** A message of the catalogue with its values. */
export interface Fault {
  key: "short" | "long" | "wordsRange" | "socialWords" | "tooMany" | "pointsFit" | "sourceEmpty";
  values?: Values;
}

/** What the server would refuse, by field, told before it is asked. */
export function check(draft: Draft): Partial<Record<FieldName, Fault>> {
  const faults: Partial<Record<FieldName, Fault>> = {};
  const words = Number(draft.words);
  const points = draft.points.filter((point) => point.trim() !== "");
  const keywords = listOf(draft.keywords, /[,;\n]/);
  for (const name of ["topic", "audience", "tone", "keyphrase"] as const) {
    if (draft[name].trim().length > LINE) faults[name] = { key: "long", values: { most: LINE } };
  }
  if (draft.topic.trim().length < 3) faults.topic = { key: "short" };
  if (draft.voice.trim().length > VOICE) faults.voice = { key: "long", values: { most: VOICE } };
  if (draft.words.trim() === "" || !Number.isInteger(words) || words < WORDS.from || words > WORDS.to) {
    faults.words = { key: "wordsRange", values: WORDS };
  } else if (draft.template === "social_post" && words > SOCIAL_WORDS) {
    faults.words = { key: "socialWords", values: { words, most: SOCIAL_WORDS } };
  }
  if (points.length > MOST_POINTS) faults.points = { key: "tooMany", values: { most: MOST_POINTS } };
  else if (points.some((point) => point.trim().length > LINE)) {
    faults.points = { key: "long", values: { most: LINE } };
  } else if (faults.words === undefined && points.length * WORDS_A_POINT > words) {
    faults.points = { key: "pointsFit", values: { points: points.length, words } };
  }
  if (keywords.length > MOST_KEYWORDS) faults.keywords = { key: "tooMany", values: { most: MOST_KEYWORDS } };
  else if (keywords.some((word) => word.length > LINE)) faults.keywords = { key: "long", values: { most: LINE } };
  if (draft.sources.length > MOST_SOURCES) faults.sources = { key: "tooMany", values: { most: MOST_SOURCES } };
  else if (draft.sources.some((source) => (source.text ?? "").length > LONGEST_SOURCE)) {
    faults.sources = { key: "long", values: { most: LONGEST_SOURCE } };
  } else if (draft.sources.some((source) => !(source.kind === "url" ? source.url : source.text)?.trim())) {
    faults.sources = { key: "sourceEmpty" };
  }
  return faults;
}

/** The server's sentences at their fields; `form` is about the whole, or about something else. */
export function refusals(error: Error, draft: Draft): Partial<Record<FieldName | "form", string>> {
  if (!(error instanceof ProblemError) || error.status !== 422) return { form: error.message };
  const told: Partial<Record<FieldName | "form", string>> = {};
  const errors: unknown = error.members.errors;
  const list: unknown[] = Array.isArray(errors) ? errors : [{ where: "", message: error.message }];
  for (const one of list as { where: string; message: string }[]) {
    const sentence = one.message.replace(/^Value error, /, "");
    const field = fieldIn(one.where) ?? fieldMeant(sentence, draft);
    told[field] ??= sentence.charAt(0).toUpperCase() + sentence.slice(1).replace(/([^.])$/, "$1.");
  }
  return told;
}

/** `body.points.3` is about the points. */
function fieldIn(where: string): FieldName | undefined {
  const name = where.split(".")[1];
  if (name === "voice_id") return "voice";
  return FIELDS.find((field) => field === name);
}

function fieldMeant(sentence: string, draft: Draft): FieldName | "form" {
  if (sentence.includes("points do not fit")) return "points";
  if (sentence.includes("social post")) return "words";
  if (sentence.includes("does not write")) return "language";
  if (draft.sources.some(({ url }) => url && sentence.includes(url))) return "sources";
  const named = /^'?(\w+)'?\s/.exec(sentence)?.[1]?.toLowerCase();
  return FIELDS.find((field) => field === named) ?? (/\bvoice\b/.test(sentence) ? "voice" : "form");
}
