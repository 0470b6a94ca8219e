import type { Done, GenerationEvent, Outline, Progress, State, StreamedFinding } from "./types.ts";

/** What is known of a generation besides its text. */
export interface GenerationView {
  state: State;
  detail: string | undefined;
  outline: Outline | undefined;
  queue: { position: number; expectedWaitSeconds: number | undefined } | undefined;
  progress: Progress | undefined;
  /** By id: a finding may come again after a crash. */
  findings: ReadonlyMap<string, StreamedFinding>;
  done: Done | undefined;
  error: string | undefined;
}

export const nothingYet: GenerationView = {
  state: "queued",
  detail: undefined,
  outline: undefined,
  queue: undefined,
  progress: undefined,
  findings: new Map(),
  done: undefined,
  error: undefined,
};

/** Nobody works on it and nobody waits for a person. */
export function hasEnded(state: State): boolean {
  return state === "done" || state === "stopped" || state === "failed";
}

/** The view after an event. */
export function reduce(view: GenerationView, event: GenerationEvent): GenerationView {
  switch (event.type) {
    case "snapshot":
      return {
        ...view,
        state: event.data.state,
        outline: event.data.outline ?? view.outline,
      };
    case "queued":
      return {
        ...view,
        queue: {
          position: event.data.position,
          expectedWaitSeconds: event.data.expected_wait_seconds ?? undefined,
        },
      };
    case "state":
      return { ...view, state: event.data.state, detail: event.data.detail, queue: undefined };
    case "outline":
      return { ...view, outline: event.data };
    case "progress":
      return { ...view, progress: event.data };
    case "finding":
      return { ...view, findings: new Map(view.findings).set(event.data.id, event.data) };
    case "done":
      return { ...view, state: event.data.state, done: event.data, queue: undefined };
    case "error":
      return { ...view, state: event.data.state, error: event.data.detail, queue: undefined };
    default:
      return view;
  }
}
