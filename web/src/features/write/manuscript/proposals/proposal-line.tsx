import { useEffect, useRef } from "react";
import { Button } from "../../../../components/button.tsx";
import { useText } from "../../../../lib/language.ts";
import styles from "../manuscript.module.css";
import { messages } from "./messages.ts";
import type { ProposalState } from "./use-proposal.ts";

interface ProposalLineProps {
  state: ProposalState;
  onApply: () => void;
  onDiscard: () => void;
  onAgain: () => void;
}

/** A proposal that is being written, or waits to be used; the text shows it as a difference. */
export function ProposalLine({ state, onApply, onDiscard, onAgain }: ProposalLineProps) {
  const t = useText(messages);
  const use = useRef<HTMLButtonElement>(null);
  const ready = state.kind === "ready";
  useEffect(() => {
    if (ready) use.current?.focus();
  }, [ready]);
  return (
    // Escape from any of its buttons.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles.line}
      aria-label={t("proposal")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onDiscard();
      }}
    >
      <span role={state.kind === "failed" ? "alert" : "status"} className={styles.phase}>
        {state.kind === "writing" && t("writing")}
        {ready && t(state.proposal.cut_off ? "cutOff" : "ready")}
        {state.kind === "failed" && state.why}
      </span>
      <span className={styles.buttons}>
        {ready && (
          <Button ref={use} small kind="primary" onClick={onApply}>
            {t("apply")}
          </Button>
        )}
        {state.kind !== "writing" && (
          <Button small onClick={onAgain}>
            {t("again")}
          </Button>
        )}
        <Button small kind="quiet" onClick={onDiscard}>
          {t(state.kind === "writing" ? "stop" : "discard")}
        </Button>
      </span>
    </section>
  );
}
