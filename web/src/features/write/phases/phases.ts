import type { State } from "../../../api/events/types.ts";
import type { components } from "../../../api/schema.d.ts";
import type { Rights } from "./rights.ts";

export const PHASES = ["research", "outline", "content", "seo", "publish"] as const;
export type PhaseId = (typeof PHASES)[number];
export type Status = components["schemas"]["Status"];

/** Findings that nobody has put aside. */
export interface OpenFindings {
  high: number;
  medium: number;
  low: number;
}

/** Everything that decides where a piece is. */
export interface Situation {
  /** Of its newest generation; undefined for a piece written by hand. */
  state: State | undefined;
  hasText: boolean;
  sources: number;
  status: Status;
  /** Undefined while the text as it stands was not checked. */
  findings: OpenFindings | undefined;
  rights: Rights;
}

/** Why a phase is locked, left out or not over. */
export type Reason =
  | "afterSources"
  | "afterOutline"
  | "confirmFirst"
  | "afterText"
  | "afterCheck"
  | "noText"
  | "noSources"
  | "byHand"
  | "checking"
  | "grave"
  | "unfinished"
  | "waitsForEditor";

export interface Phase {
  id: PhaseId;
  mark: "done" | "now" | "open" | "skipped" | "locked";
  reason?: Reason;
}

/** The one thing to do next. */
export type NextAction = "confirmOutline" | "resume" | "findings" | "review" | "approve" | "export";

export interface Journey {
  phases: readonly Phase[];
  next: NextAction | undefined;
  /** Why there is no next action, or what it is about. */
  reason: Reason | undefined;
}

const PLACE: Partial<Record<State, number>> = {
  queued: 0,
  researching: 0,
  outlining: 1,
  awaiting_outline: 1,
  drafting: 2,
  analysing: 3,
};
const LOCKS: Record<PhaseId, Reason> = {
  research: "afterSources",
  outline: "afterSources",
  content: "afterOutline",
  seo: "afterText",
  publish: "afterCheck",
};

/** Where a piece is on its way, and what comes next. */
export function journeyOf(situation: Situation): Journey {
  const place = situation.state && PLACE[situation.state];
  return place === undefined ? atRest(situation) : underWay(situation, place);
}

function underWay({ state, sources, rights }: Situation, place: number): Journey {
  const waits = state === "awaiting_outline";
  const phases = PHASES.map((id, at): Phase => {
    if (at === place) return waits ? { id, mark: "now", reason: "confirmFirst" } : { id, mark: "now" };
    if (at > place) return { id, mark: "locked", reason: waits && id === "content" ? "confirmFirst" : LOCKS[id] };
    return id === "research" && sources === 0 ? { id, mark: "skipped", reason: "noSources" } : { id, mark: "done" };
  });
  const may = rights.write && rights.generate;
  return { phases, next: waits && may ? "confirmOutline" : undefined, reason: waits ? "confirmFirst" : undefined };
}

function atRest(situation: Situation): Journey {
  const { state, hasText, sources, status, findings } = situation;
  const cut = state === "stopped" || state === "failed";
  const written = hasText && !cut;
  const clean = findings?.high === 0;
  const phases: Phase[] = [
    state === undefined
      ? { id: "research", mark: "skipped", reason: "byHand" }
      : sources === 0
        ? { id: "research", mark: "skipped", reason: "noSources" }
        : { id: "research", mark: "done" },
    state === undefined
      ? { id: "outline", mark: "skipped", reason: "byHand" }
      : { id: "outline", mark: "done" },
    written ? { id: "content", mark: "done" } : content(cut),
    seo(situation, written),
    !hasText
      ? { id: "publish", mark: "locked", reason: "noText" }
      : status === "approved"
        ? { id: "publish", mark: "done" }
        : { id: "publish", mark: written && clean ? "now" : "open" },
  ];
  return { phases, ...nextOf(situation, cut) };
}

function content(cut: boolean): Phase {
  return cut ? { id: "content", mark: "now", reason: "unfinished" } : { id: "content", mark: "now" };
}

function seo({ hasText, findings }: Situation, written: boolean): Phase {
  if (!hasText) return { id: "seo", mark: "locked", reason: "noText" };
  if (findings === undefined) return { id: "seo", mark: written ? "now" : "open", reason: "checking" };
  if (findings.high > 0) return { id: "seo", mark: written ? "now" : "open", reason: "grave" };
  return { id: "seo", mark: written ? "done" : "open" };
}

function nextOf({ hasText, status, findings, rights }: Situation, cut: boolean): Omit<Journey, "phases"> {
  const nothing = (reason?: Reason) => ({ next: undefined, reason });
  if (!rights.write) return nothing(cut ? "unfinished" : undefined);
  if (cut) return rights.generate ? { next: "resume", reason: "unfinished" } : nothing("unfinished");
  if (!hasText) return nothing("noText");
  if (status === "approved") return { next: "export", reason: undefined };
  if (status === "review") {
    return rights.approve ? { next: "approve", reason: undefined } : nothing("waitsForEditor");
  }
  if (findings === undefined) return nothing("checking");
  return findings.high > 0 ? { next: "findings", reason: "grave" } : { next: "review", reason: undefined };
}
