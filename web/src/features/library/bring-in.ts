import type { QueryClient } from "@tanstack/react-query";
import { showToast } from "../../components/toasts.ts";
import { say, wordsOf, type Language, type Values } from "../../lib/catalogue.ts";
import { undoMany } from "./change-many.ts";
import { importFiles } from "./import-files.ts";
import { messages } from "./import-messages.ts";
import { chunks } from "./selection.ts";

const MARKDOWN = /\.(md|markdown|txt)$/i;

/** Bring files in, and tell what became of them. */
export async function bringIn(
  files: readonly File[],
  queries: QueryClient,
  language: Language,
): Promise<void> {
  const words = wordsOf(messages, language);
  const t = (key: keyof typeof words, values?: Values) => say(words[key], language, values);
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
    if (refused) showToast(t("notImported", { ...refused }), { bad: true });
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
}
