import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { onRecovery } from "../../../../api/connection.ts";
import { showToast } from "../../../../components/toasts.ts";
import type { Piece } from "../../phases/change-piece.ts";
import { pieceQuery } from "../../piece-query.ts";
import { analysisQuery } from "../../scores/analysis-query.ts";
import type { Desk } from "../desk.ts";
import { setFindings } from "../editor/marks.ts";
import { changeDismissed } from "./change-dismissed.ts";
import { Dismissals } from "./dismissals.ts";
import { placeFindings } from "./placing.ts";

/** Brings the findings of the newest analysis into the text; true while one is awaited. */
export function useFindings(desk: Desk, piece: Piece): boolean {
  const queries = useQueryClient();
  const analysis = useQuery(analysisQuery(piece.id, piece.revision)).data;
  const renew = () => {
    void queries.invalidateQueries({ queryKey: ["analysis", piece.id] });
    void queries.invalidateQueries({ queryKey: ["pieces"] });
  };
  const [dismissals] = useState(
    () =>
      new Dismissals({
        async send(add, remove) {
          const { etag } = await queries.query({ ...pieceQuery(piece.id), staleTime: Infinity });
          return changeDismissed(piece.id, etag, add, remove);
        },
        onSent: renew,
        onRefused(error) {
          showToast(error.message, { bad: true });
          renew();
        },
      }),
  );
  useEffect(() => {
    const stopWatching = desk.watchAsides((id, aside) => dismissals.set(id, aside));
    const stopRecovery = onRecovery(() => void dismissals.flush());
    return () => {
      stopWatching();
      stopRecovery();
    };
  }, [desk, dismissals]);

  const place = useEffectEvent(() => {
    // Until the text as it is saved was checked, the marks move along with what is typed.
    if (analysis?.revision !== desk.saver.base.data.revision) return;
    const { dismissed } = analysis;
    const isAside = (id: string) => dismissals.wish(id) ?? dismissed.includes(id);
    desk.view.dispatch({ effects: setFindings.of(placeFindings(desk, analysis, isAside)) });
  });
  useEffect(() => {
    place();
  }, [desk, analysis, piece.revision]);
  return !analysis || analysis.revision < piece.revision;
}
