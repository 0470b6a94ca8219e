import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { VoiceOut } from "../../../api/schema.d.ts";
import { voicesQuery } from "../../../api/voices-query.ts";
import { Button } from "../../../components/button.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { takeFocus } from "../part.tsx";
import { createVoice } from "./create-voice.ts";
import { deleteVoice } from "./delete-voice.ts";
import { draftOf, voiceOf } from "./draft.ts";
import { messages } from "./messages.ts";
import { VoiceText } from "./voice-text.tsx";
import styles from "./voices.module.css";

interface VoiceCardProps {
  voice: VoiceOut;
  manages: boolean;
  /** It was just in the form: the focus comes back to where it left. */
  isBack: boolean;
  onEdit: () => void;
}

/** One voice; for editors with the ways to change and to forget it. */
export function VoiceCard({ voice, manages, isBack, onEdit }: VoiceCardProps) {
  const t = useText(messages);
  const forgetting = useForget();
  const { name } = voice;
  return (
    <li className={styles.card}>
      <header className={styles.head}>
        <h3 className={styles.name}>{name}</h3>
        {manages && (
          <>
            <Button
              ref={isBack ? takeFocus : undefined}
              small
              aria-label={t("editName", { name })}
              onClick={onEdit}
            >
              {t("edit")}
            </Button>
            <Button
              small
              kind="quiet"
              aria-label={t("deleteName", { name })}
              busy={forgetting.isPending}
              onClick={() => forgetting.mutate(voice)}
            >
              {t("delete")}
            </Button>
          </>
        )}
      </header>
      <VoiceText voice={voice} />
    </li>
  );
}

/** Delete, and offer the way back: the same words under a new id; briefs keep copies anyway. */
function useForget() {
  const queries = useQueryClient();
  const t = useText(messages);
  const again = () => queries.invalidateQueries({ queryKey: voicesQuery.queryKey });
  const tell = (error: unknown) =>
    showToast(t("failed", { reason: error instanceof Error ? error.message : String(error) }), { bad: true });
  const bringBack = async (voice: VoiceOut) => {
    try {
      await createVoice(voiceOf(draftOf(voice)));
      showToast(t("back", { name: voice.name }));
    } catch (error) {
      tell(error);
    }
    await again();
  };
  return useMutation({
    mutationFn: deleteVoice,
    onSuccess: (_nothing, voice) => {
      showToast(t("deleted", { name: voice.name }), { undo: () => void bringBack(voice) });
    },
    onError: tell,
    onSettled: again,
  });
}
