import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { patiently } from "../../api/connection.ts";
import { useLanguage } from "../../lib/language.ts";

/** Brings files in; what does so is loaded with the first of them. */
export function useImport(): (files: readonly File[]) => Promise<void> {
  const queries = useQueryClient();
  const language = useLanguage();
  return useCallback(
    async (files: readonly File[]) => {
      const { bringIn } = await patiently(() => import("./bring-in.ts"));
      await bringIn(files, queries, language);
    },
    [queries, language],
  );
}
