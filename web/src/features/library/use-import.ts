import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { showToast } from "../../components/toasts.ts";
import { useText } from "../../lib/language.ts";
import { undoMany } from "./change-many.ts";
import { importFiles } from "./import-files.ts";
import { messages } from "./messages.ts";
import { chunks } from "./selection.ts";

const MARKDOWN = /\.(md|markdown|txt)$/i;

/** Bring files in, and tell what became of them. */
export function useImport(): (files: readonly File[]) => Promise<void> {
  const queries = useQueryClient();
  const t = useText(messages);
  return useCallback(
    async (files: readonly File[]) => {
      const good = files.filter((file) => MARKDOWN.test(file.name));
      if (good.length === 0) {
        if (files.length > 0) showToast(t("notMarkdown"), { bad: true });
        return;
      }
      const again = () => queries.invalidateQueries({ queryKey: ["pieces"] });
      const tell = (failure: unknown) => {
        const reason = failure instanceof Error ? failure.message : String(failure);
        showToast(t("failed", { reason }), { bad: true });
      };
      try {
        const { ids, refused } = await importFiles(good);
        if (refused) showToast(t("notImported", refused), { bad: true });
        const back = chunks(ids, 200).map((some) => ({ action: "delete" as const, ids: some }));
        if (ids.length > 0) {
          showToast(t("imported", { count: ids.length }), {
            undo: () => void undoMany(back).then(again, tell),
          });
        }
      } catch (failure) {
        tell(failure);
      }
      await again();
    },
    [queries, t],
  );
}
