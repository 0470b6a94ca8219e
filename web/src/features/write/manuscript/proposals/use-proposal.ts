import { isolateHistory } from "@codemirror/commands";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Desk } from "../desk.ts";
import { proposed, setProposed, type Hunk } from "../editor/proposed.ts";
import { discardProposal } from "./discard-proposal.ts";
import { propose, type Proposal, type Wish } from "./propose.ts";

/** What is wished of a model, without the place. */
export type Asked = Pick<Wish, "action"> & Partial<Pick<Wish, "tone" | "instruction">>;

export type ProposalState =
  | { kind: "writing"; asked: Asked }
  | { kind: "ready"; asked: Asked; proposal: Proposal }
  | { kind: "failed"; asked: Asked; why: string };

/** Why a proposal could not be asked for or used, in the page's language. */
export interface Reasons {
  unsaved: string;
  changed: string;
}

/** A model's proposal for the selection: streamed into the text as a difference, then used or not. */
export function useProposal(desk: Desk, pieceId: string, reasons: Reasons) {
  const [state, setState] = useState<ProposalState>();
  const stop = useRef<AbortController>(null);

  const end = useCallback(() => {
    stop.current?.abort();
    desk.view.dispatch({ effects: setProposed.of(undefined) });
    setState(undefined);
  }, [desk]);
  useEffect(
    () => () => {
      // The text stays in its editor, and must not go on showing what nobody can use any more.
      stop.current?.abort();
      desk.view.dispatch({ effects: setProposed.of(undefined) });
    },
    [desk],
  );

  const write = async (asked: Asked, from: number, to: number) => {
    stop.current?.abort();
    const aborter = new AbortController();
    stop.current = aborter;
    const { signal } = aborter;
    const { view } = desk;
    view.dispatch({ effects: setProposed.of({ from, to, text: "", diff: undefined }) });
    setState({ kind: "writing", asked });
    let frame = 0;
    const show = (text: string, diff?: readonly Hunk[]) => {
      const now = view.state.field(proposed);
      if (now && !signal.aborted) view.dispatch({ effects: setProposed.of({ ...now, text, diff }) });
    };
    try {
      // The model is asked about the text as the server has it.
      if (!(await desk.saver.flush())) throw new Error(reasons.unsaved);
      const now = view.state.field(proposed);
      if (!now || signal.aborted) return;
      const wish: Wish = { ...asked, start: now.from, end: now.to };
      const proposal = await propose(pieceId, desk.saver.base.data.revision, wish, signal, (text) => {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => show(text));
      });
      cancelAnimationFrame(frame);
      show(proposal.proposal, proposal.diff.map(({ op = "", text = "" }) => ({ op, text })));
      setState({ kind: "ready", asked, proposal });
    } catch (error) {
      cancelAnimationFrame(frame);
      if (signal.aborted) return;
      show("");
      setState({ kind: "failed", asked, why: error instanceof Error ? error.message : String(error) });
    }
  };

  return {
    state,
    ask: (asked: Asked) => {
      const { from, to } = desk.view.state.selection.main;
      // What goes on begins behind the selection.
      void write(asked, asked.action === "continue" ? to : from, to);
    },
    again: () => {
      const now = desk.view.state.field(proposed);
      if (state && now) void write(state.asked, now.from, now.to);
    },
    /** Put it into the text, where it still fits; undone like typing. */
    apply: () => {
      const now = desk.view.state.field(proposed);
      if (state?.kind !== "ready" || !now) return;
      const { asked, proposal } = state;
      if (desk.view.state.sliceDoc(now.from, now.to) !== proposal.original) {
        setState({ kind: "failed", asked, why: reasons.changed });
        return;
      }
      end();
      desk.view.dispatch({
        changes: { from: now.from, to: now.to, insert: proposal.proposal },
        selection: { anchor: now.from + proposal.proposal.length },
        annotations: isolateHistory.of("full"),
        userEvent: "input.proposal",
      });
      desk.view.focus();
    },
    discard: () => {
      if (state?.kind === "ready") {
        // Only the server's books would miss it.
        discardProposal(state.proposal).catch(() => undefined);
      }
      end();
      desk.view.focus();
    },
  };
}
