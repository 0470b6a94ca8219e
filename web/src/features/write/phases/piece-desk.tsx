import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { patiently } from "../../../api/connection.ts";
import type { GenerationView } from "../../../api/events/progress.ts";
import { resumeGeneration } from "../../../api/resume-generation.ts";
import { Skeleton } from "../../../components/skeleton.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { pieceQuery } from "../piece-query.ts";
import { wayBack } from "../publish/steps.ts";
import { messages } from "./messages.ts";
import { PanelFrame } from "./panel-frame.tsx";
import { usePanel } from "./panel.ts";
import { PhasesBar } from "./phases-bar.tsx";
import type { NextAction, PhaseId } from "./phases.ts";
import { useJourney } from "./use-journey.ts";
import { usePieceChange, type PieceAtHand } from "./use-piece-change.ts";
import styles from "./phases.module.css";

const OutlineDesk = lazy(() => patiently(() => import("../outline/outline-desk.tsx")));
const PanelBody = lazy(() => patiently(() => import("./panel-body.tsx")));

interface PieceDeskProps extends PieceAtHand {
  /** Of the generation that writes it, when one does. */
  view: GenerationView;
  /** Shows the first open finding in the margin. */
  onFindings?: () => void;
  /** The manuscript; it has the right side to itself while no panel is open (`[data-panel]`). */
  children: ReactNode;
}

/** Around a manuscript: its phases above, a panel at the right, its outline while that waits. */
export function PieceDesk({ piece, settle, view, onFindings, children }: PieceDeskProps) {
  const { journey, rights, brief, analysis, generation, generationId } = useJourney(piece, view);
  const { panel, passage, open, close } = usePanel();
  const queries = useQueryClient();
  const t = useText(messages);
  const waits = piece.generation_id !== null && view.state === "awaiting_outline";

  const step = usePieceChange(
    { piece, settle },
    {
      onDone: (before, { status }, undo) => {
        const back = wayBack(status ?? before.status, before.status);
        showToast(t(status === "approved" ? "approved" : "sent"), {
          undo: () => undo(...back.map((one) => ({ status: one }))),
        });
      },
    },
  );
  const resume = useMutation({
    mutationFn: () => resumeGeneration(generationId ?? ""),
    onSuccess: () => queries.invalidateQueries({ queryKey: pieceQuery(piece.id).queryKey }),
    onError: (error) => showToast(error.message, { bad: true }),
  });
  const onPhase = (phase: PhaseId) => {
    if (phase === "research") open("sources");
    else if (phase === "seo") open("scores");
    else if (phase === "publish") open("publish");
    else if (phase === "outline" && !waits) open("plan");
    else close();
  };
  const onNext = (action: NextAction) => {
    if (action === "confirmOutline") document.querySelector<HTMLElement>("[data-field=heading]")?.focus();
    else if (action === "resume") resume.mutate();
    else if (action === "review") step.mutate({ status: "review" });
    else if (action === "approve") step.mutate({ status: "approved" });
    else if (action === "export") open("publish");
    else if (onFindings === undefined) open("scores");
    else {
      close();
      onFindings();
    }
  };
  return (
    <>
      <PhasesBar journey={journey} busy={step.isPending || resume.isPending} onPhase={onPhase} onNext={onNext} />
      <div className={styles.columns} data-panel={panel}>
        <div className={styles.main}>
          {waits && (
            <Suspense fallback={<Skeleton lines={6} />}>
              <OutlineDesk
                generationId={piece.generation_id ?? ""}
                outline={view.outline}
                mayConfirm={rights.write && rights.generate}
              />
            </Suspense>
          )}
          {/* It stays, so that its editor does. */}
          <div hidden={waits}>{children}</div>
        </div>
        {panel && (
          <PanelFrame panel={panel} onClose={close}>
            <Suspense fallback={<Skeleton lines={5} />}>
              <PanelBody
                {...{ panel, passage, piece, settle, rights, brief, analysis }}
                outline={view.outline ?? generation?.outline}
              />
            </Suspense>
          </PanelFrame>
        )}
      </div>
    </>
  );
}
