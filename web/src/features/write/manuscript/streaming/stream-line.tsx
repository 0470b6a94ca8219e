import type { GenerationView } from "../../../../api/events/progress.ts";
import { Button } from "../../../../components/button.tsx";
import { useFormat } from "../../../../lib/format.ts";
import { useText } from "../../../../lib/language.ts";
import styles from "../manuscript.module.css";
import { messages } from "../messages.ts";

interface StreamLineProps {
  view: GenerationView;
  connected: boolean;
  following: boolean;
  onFollow: () => void;
  stopping: boolean;
  /** Missing for those who may not. */
  onStop: (() => void) | undefined;
}

const PHASES = {
  queued: "starting",
  researching: "researching",
  outlining: "outlining",
  awaiting_outline: "outlining",
  drafting: "drafting",
  analysing: "analysing",
  done: "analysing",
  stopped: "analysing",
  failed: "analysing",
} as const;

/** What the machine does now, how fast, and what can be done about it. */
export function StreamLine({ view, connected, following, onFollow, stopping, onStop }: StreamLineProps) {
  const t = useText(messages);
  const format = useFormat();
  const { progress, queue, state } = view;
  const wait = queue?.expectedWaitSeconds;
  const facts = queue
    ? [wait !== undefined && t("wait", { wait: format.duration(wait) })]
    : [
        progress?.section !== undefined &&
          progress.sections !== undefined &&
          t("section", { section: progress.section, sections: progress.sections }),
        progress && state === "drafting" && t("rate", { rate: format.decimal(progress.tokens_per_second) }),
        progress && format.duration(progress.elapsed_seconds),
      ];
  return (
    <section className={styles.line} aria-label={t("progress")}>
      <span role="status" className={styles.phase}>
        {queue ? t("queued", { position: queue.position }) : t(connected ? PHASES[state] : "reconnecting")}
      </span>
      {facts.map((fact, place) => typeof fact === "string" && <span key={place}>{fact}</span>)}
      <span className={styles.buttons}>
        {!following && (
          <Button small icon="down" onClick={onFollow}>
            {t("follow")}
          </Button>
        )}
        {onStop && (
          <Button small icon="stop" busy={stopping} onClick={onStop}>
            {t("stop")}
          </Button>
        )}
      </span>
    </section>
  );
}
