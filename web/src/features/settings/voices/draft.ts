import { ProblemError } from "../../../api/problem.ts";
import type { VoiceOut, VoiceSave } from "../../../api/schema.d.ts";

/** A voice as a form has it: lines are one text. */
export interface VoiceDraft {
  name: string;
  description: string;
  tone: string;
  dos: string;
  donts: string;
  sample: string;
}

export const EMPTY: VoiceDraft = { name: "", description: "", tone: "", dos: "", donts: "", sample: "" };
export const MOST_LINES = 20;

/** Whether a voice has anything besides its name. */
export function isBare(voice: VoiceSave): boolean {
  const texts = [voice.description, voice.tone, voice.sample, ...(voice.dos ?? []), ...(voice.donts ?? [])];
  return !texts.some(Boolean);
}

export function draftOf(voice: VoiceSave): VoiceDraft {
  return {
    name: voice.name,
    description: voice.description ?? "",
    tone: voice.tone ?? "",
    dos: (voice.dos ?? []).join("\n"),
    donts: (voice.donts ?? []).join("\n"),
    sample: voice.sample ?? "",
  };
}

/** The rules of a text: a line each, without empty ones and the marks of a list. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*[-*•]\s+/, "").trim())
    .filter((line) => line !== "");
}

export function voiceOf(draft: VoiceDraft): VoiceSave {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    tone: draft.tone.trim(),
    dos: linesOf(draft.dos),
    donts: linesOf(draft.donts),
    sample: draft.sample.trim(),
  };
}

/** What the server has now, where a save was refused because somebody else saved in between. */
export function currentOf(error: Error | null): VoiceOut | undefined {
  if (!(error instanceof ProblemError) || error.status !== 412) return undefined;
  return error.members.current as VoiceOut | undefined;
}
