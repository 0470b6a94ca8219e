import { useEffect, useEffectEvent } from "react";
import { useText } from "../../../../lib/language.ts";
import type { Desk } from "../desk.ts";
import type { Piece } from "../../phases/change-piece.ts";
import { CutOffLine } from "./cut-off-line.tsx";
import { ProposalLine } from "./proposal-line.tsx";
import { SelectionTools } from "./selection-tools.tsx";
import { messages } from "./messages.ts";
import { useCutOff } from "./use-cut-off.ts";
import { useProposal } from "./use-proposal.ts";

/** What a model may do with a selection, and what it proposes. */
export default function Proposals({ desk, piece }: { desk: Desk; piece: Piece }) {
  const t = useText(messages);
  const { state, ask, again, apply, discard } = useProposal(desk, piece.id, {
    unsaved: t("unsaved"),
    changed: t("changed"),
  });
  const places = useCutOff(desk, piece);
  const busy = state !== undefined;
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "Escape" && busy) discard();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (state === undefined) ask({ action: "continue" });
      else apply();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    const { dom } = desk.view;
    const listener = (event: KeyboardEvent) => onKey(event);
    // Before the editor's own keys.
    dom.addEventListener("keydown", listener, { capture: true });
    return () => dom.removeEventListener("keydown", listener, { capture: true });
  }, [desk]);
  if (state) return <ProposalLine state={state} onApply={apply} onDiscard={discard} onAgain={again} />;
  return (
    <>
      <SelectionTools desk={desk} onAsk={ask} />
      <CutOffLine desk={desk} places={places} onContinue={() => ask({ action: "continue" })} />
    </>
  );
}
