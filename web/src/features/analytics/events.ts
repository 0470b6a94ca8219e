import type { components } from "../../api/schema.d.ts";
import type { Range } from "./range.ts";

type Voice = components["schemas"]["VoiceOut"];

/** What happened to a voice: a change of how the workspace writes may show in the line. */
export interface VoiceEvent {
  date: string;
  kind: "made" | "changed";
  name: string;
}

/** Voices made or changed in these days, the earliest first. */
export function voiceEvents(voices: readonly Voice[], { from, to }: Range): VoiceEvent[] {
  return voices
    .flatMap(({ name, created_at, updated_at }): VoiceEvent[] => {
      const [made, changed] = [created_at.slice(0, 10), updated_at.slice(0, 10)];
      return [
        { date: made, kind: "made", name },
        ...(changed === made ? [] : [{ date: changed, kind: "changed", name } as const]),
      ];
    })
    .filter(({ date }) => from <= date && date <= to)
    .sort((one, other) => one.date.localeCompare(other.date) || one.name.localeCompare(other.name));
}
