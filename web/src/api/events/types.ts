import type { components } from "../schema.d.ts";
import type { RawEvent } from "./parser.ts";

/** Where a generation is. */
export type State = components["schemas"]["State"];
/** Title and sections. */
export type Outline = components["schemas"]["OutlinePlan"];

/** A finding while the piece is written. */
export interface StreamedFinding {
  id: string;
  check: string;
  severity: string;
  message: string;
  start: number;
  end: number;
}

/** How fast it goes. */
export interface Progress {
  tokens: number;
  tokens_per_second: number;
  elapsed_seconds: number;
  section?: number;
  sections?: number;
}

/** What the stream says at its end. */
export interface Done {
  state: State;
  content_id: string;
  revision: number;
  seo_score?: number | null;
  quality_score?: number | null;
  /** Headings of the sections that the model did not end by itself. */
  cut_off?: string[];
  provider?: string | null;
  /** The small model in the package wrote it. */
  demo?: boolean;
}

interface Data {
  snapshot: { text: string; seq: number; state: State; outline: Outline | null };
  queued: { position: number; expected_wait_seconds: number | null };
  state: { state: State; detail?: string };
  outline: Outline;
  section: { position: number; heading: string; text: string };
  token: { text: string };
  rewind: { offset: number };
  progress: Progress;
  finding: StreamedFinding;
  done: Done;
  error: { detail: string; state: State };
}

/** One event of a generation; `docs/guide/api.md` has the table. */
export type GenerationEvent = {
  [Type in keyof Data]: { type: Type; data: Data[Type]; seq: number | undefined };
}[keyof Data];

const TYPES: ReadonlySet<string> = new Set<keyof Data>([
  "snapshot", "queued", "state", "outline", "section", "token", "rewind", "progress", "finding",
  "done", "error",
]);

/** The event, or undefined for a type that a newer server may have. */
export function decode(raw: RawEvent): GenerationEvent | undefined {
  if (!TYPES.has(raw.type)) return undefined;
  const seq = raw.id === undefined ? undefined : Number(raw.id);
  return { type: raw.type, data: JSON.parse(raw.data) as unknown, seq } as GenerationEvent;
}
