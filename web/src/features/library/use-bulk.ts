import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { showToast } from "../../components/toasts.ts";
import { useText } from "../../lib/language.ts";
import { messages as bulkMessages } from "./bulk-messages.ts";
import { changeMany, undoMany, type Change } from "./change-many.ts";
import { messages } from "./messages.ts";

/** Change many pieces, tell what became of it, and offer the way back. */
export function useBulk(): (change: Change) => Promise<void> {
  const queries = useQueryClient();
  const t = useText(messages);
  const bulk = useText(bulkMessages);
  return useCallback(
    async (change: Change) => {
      const again = () => queries.invalidateQueries({ queryKey: ["pieces"] });
      const tell = (failure: unknown) => {
        const reason = failure instanceof Error ? failure.message : String(failure);
        showToast(t("failed", { reason }), { bad: true });
      };
      const undo = async (changes: readonly Change[]) => {
        try {
          await undoMany(changes);
          showToast(bulk("undone"));
        } catch (failure) {
          tell(failure);
        }
        await again();
      };
      try {
        const { changed, refused, reason, undo: back } = await changeMany(change);
        const did = bulk(change.action === "delete" ? "deleted" : "changed", { count: changed });
        const not = refused > 0 ? ` ${bulk("refusedToo", { count: refused, reason: reason ?? "" })}` : "";
        showToast(did + not, {
          bad: refused > 0,
          ...(back.length > 0 && { undo: () => void undo(back) }),
        });
      } catch (failure) {
        tell(failure);
      }
      await again();
    },
    [queries, t, bulk],
  );
}
