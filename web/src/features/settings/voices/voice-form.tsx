import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { VoiceOut } from "../../../api/schema.d.ts";
import { voicesQuery } from "../../../api/voices-query.ts";
import { Button } from "../../../components/button.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { Refusal } from "../part.tsx";
import { createVoice } from "./create-voice.ts";
import { currentOf, draftOf, isBare, linesOf, MOST_LINES, voiceOf, type VoiceDraft } from "./draft.ts";
import { messages } from "./messages.ts";
import { saveVoice } from "./save-voice.ts";
import { VoiceFields } from "./voice-fields.tsx";
import styles from "./voices.module.css";

interface VoiceFormProps {
  /** The one to change; without it a new one is made. */
  voice?: VoiceOut;
  start: VoiceDraft;
  onEnd: () => void;
}

/** A voice in the making, or to be changed. */
export function VoiceForm({ voice, start, onEnd }: VoiceFormProps) {
  const [draft, setDraft] = useState(start);
  const [asked, setAsked] = useState(false);
  const [etag, setEtag] = useState(voice?.etag ?? "");
  const queries = useQueryClient();
  const t = useText(messages);
  const saving = useMutation({
    mutationFn: (base: string) =>
      voice ? saveVoice(voice.id, base, voiceOf(draft)) : createVoice(voiceOf(draft)),
    onSuccess: ({ name }) => {
      showToast(t("saved", { name }));
      onEnd();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: voicesQuery.queryKey }),
  });
  const bare = isBare(voiceOf(draft));
  const tooMany = Math.max(linesOf(draft.dos).length, linesOf(draft.donts).length) > MOST_LINES;
  const theirs = currentOf(saving.error);
  const title = voice ? t("editTitle", { name: voice.name }) : t("newTitle");
  return (
    <form
      aria-label={title}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!bare && !tooMany) saving.mutate(etag);
      }}
    >
      <h3 className={styles.formTitle}>{title}</h3>
      <VoiceFields draft={draft} bare={asked && bare} onChange={(part) => setDraft({ ...draft, ...part })} />
      <Refusal error={saving.error} />
      <div className={styles.actions}>
        {theirs ? (
          <>
            <Button
              onClick={() => {
                setDraft(draftOf(theirs));
                setEtag(theirs.etag);
                saving.reset();
              }}
            >
              {t("theirs")}
            </Button>
            <Button kind="primary" busy={saving.isPending} onClick={() => saving.mutate(theirs.etag)}>
              {t("mine")}
            </Button>
          </>
        ) : (
          <Button type="submit" kind="primary" busy={saving.isPending}>
            {t("save")}
          </Button>
        )}
        <Button kind="quiet" onClick={onEnd}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
