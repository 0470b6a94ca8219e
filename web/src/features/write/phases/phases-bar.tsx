import { useState } from "react";
import { Button } from "../../../components/button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { VisuallyHidden } from "../../../components/visually-hidden.tsx";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import type { Journey, NextAction, Phase, PhaseId } from "./phases.ts";
import styles from "./phases.module.css";

interface PhasesBarProps {
  journey: Journey;
  busy: boolean;
  onPhase: (phase: PhaseId) => void;
  onNext: (action: NextAction) => void;
}

/** Where a piece is, why a phase is locked, and the one thing to do next. */
export function PhasesBar({ journey, busy, onPhase, onNext }: PhasesBarProps) {
  const [asked, setAsked] = useState<PhaseId>();
  const t = useText(messages);
  const wondered = journey.phases.find(({ id }) => id === asked);
  const reason = wondered?.reason ?? journey.reason;
  const { next } = journey;
  return (
    <div className={styles.bar}>
      <nav aria-label={t("phases")}>
        <ol className={styles.phases}>
          {journey.phases.map((phase) => (
            <PhaseStep
              key={phase.id}
              phase={phase}
              onPress={() => {
                setAsked(phase.reason === undefined ? undefined : phase.id);
                if (phase.mark !== "locked") onPhase(phase.id);
              }}
            />
          ))}
        </ol>
      </nav>
      <p role="status" className={styles.reason}>
        {reason && t(reason)}
      </p>
      {next && (
        <Button small kind={next === "confirmOutline" ? "plain" : "primary"} busy={busy} onClick={() => onNext(next)}>
          {t(`next_${next}`)}
        </Button>
      )}
    </div>
  );
}

function PhaseStep({ phase, onPress }: { phase: Phase; onPress: () => void }) {
  const t = useText(messages);
  const { id, mark, reason } = phase;
  return (
    <li className={styles.phase} data-mark={mark}>
      <button
        type="button"
        className={styles.step}
        aria-current={mark === "now" ? "step" : undefined}
        aria-disabled={mark === "locked" || undefined}
        title={reason && t(reason)}
        onClick={onPress}
      >
        <span className={styles.dot} aria-hidden="true">
          {mark === "done" && <Icon name="check" size={12} />}
        </span>
        {t(id)}
        <VisuallyHidden>{t(`mark_${mark}`)}</VisuallyHidden>
      </button>
    </li>
  );
}
