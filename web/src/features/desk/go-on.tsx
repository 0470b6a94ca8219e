import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { resumeGeneration } from "../../api/resume-generation.ts";
import { Button } from "../../components/button.tsx";
import { showToast } from "../../components/toasts.ts";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";

/** Has a stopped or failed generation go on, and opens its piece. */
export function GoOn({ generation, piece, title }: { generation: string; piece: string; title: string }) {
  const t = useText(messages);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const resume = useMutation({
    mutationFn: () => resumeGeneration(generation),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["pieces"] });
      navigate(`/write/${piece}`);
    },
    onError: (failure) => showToast(t("notResumed", { reason: failure.message }), { bad: true }),
  });
  return (
    <Button small busy={resume.isPending} aria-label={t("goOnWith", { title })} onClick={() => resume.mutate()}>
      {t("goOn")}
    </Button>
  );
}
