import { useEffect, useEffectEvent } from "react";
import { useText } from "../../../../lib/language.ts";
import type { Desk } from "../desk.ts";
import { ProposalLine } from "./proposal-line.tsx";
import { SelectionTools } from "./selection-tools.tsx";
import { messages } from "./messages.ts";
import { useProposal } from "./use-proposal.ts";

/** What a model may do with a selection, and what it proposes. */
export function Proposals({ desk, pieceId }: { desk: Desk; pieceId: string }) {
  const t = useText(messages);
  const { state, ask, again, apply, discard } = useProposal(desk, pieceId, {
    unsaved: t("unsaved"),
    changed: t("changed"),
  });
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
  return <SelectionTools desk={desk} onAsk={ask} />;
}
