import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { hasEnded } from "../../api/events/progress.ts";
import { useGeneration } from "../../api/events/use-generation.ts";
import { Button } from "../../components/button.tsx";
import { Failure } from "../../components/failure.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import { usePanel } from "./phases/panel.ts";
import { PieceDesk } from "./phases/piece-desk.tsx";
import { pieceQuery } from "./piece-query.ts";
import { PieceActions } from "./publish/piece-actions.tsx";
import { CitedText } from "./sources/cited-text.tsx";
import { stopGeneration } from "./stop-generation.ts";
import styles from "./write.module.css";

/** A piece as it stands or streams in. */
export function Manuscript({ id }: { id: string }) {
  const piece = useQuery(pieceQuery(id));
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const t = useText(messages);
  const format = useFormat();
  const { showPassage } = usePanel();
  const generationId = piece.data?.data.generation_id ?? undefined;
  const live = useGeneration(generationId, (_change, fold) => setText(fold.text));
  const stop = useMutation({ mutationFn: () => stopGeneration(generationId ?? "") });

  const ended = hasEnded(live.view.state);
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: pieceQuery(id).queryKey });
  }, [ended, id, queries]);

  if (piece.isError) {
    return (
      <Page title={t("loading")}>
        <Failure error={piece.error} onRetry={() => void piece.refetch()} />
      </Page>
    );
  }
  const shown = generationId === undefined ? piece.data?.data.body : text;
  const rate = live.view.progress?.tokens_per_second;
  return (
    <Page
      title={piece.data?.data.title ?? t("loading")}
      note={
        generationId === undefined
          ? piece.data && t("words", { count: piece.data.data.word_count })
          : rate && t("tokensPerSecond", { rate: format.decimal(rate) })
      }
      actions={
        <>
          {generationId && (
            <Button icon="stop" busy={stop.isPending} onClick={() => stop.mutate()}>
              {t("stop")}
            </Button>
          )}
          {piece.data && <PieceActions piece={piece.data.data} />}
        </>
      }
    >
      {piece.isPending && <Skeleton kind="text" lines={8} />}
      {piece.data && (
        <PieceDesk piece={piece.data.data} view={live.view}>
          <article aria-label={t("manuscript")} className={styles.text}>
            <CitedText text={shown ?? ""} onCitation={showPassage} />
          </article>
          {generationId && shown === "" && <p className={styles.waiting}>{t("waiting")}</p>}
        </PieceDesk>
      )}
    </Page>
  );
}
