import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "../../../api/queries.ts";
import type { VoiceOut } from "../../../api/schema.d.ts";
import { voicesQuery } from "../../../api/voices-query.ts";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Failure } from "../../../components/failure.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import { Lead, takeFocus } from "../part.tsx";
import { EMPTY, draftOf, type VoiceDraft } from "./draft.ts";
import { FirstVoice } from "./first-voice.tsx";
import { messages } from "./messages.ts";
import { VoiceCard } from "./voice-card.tsx";
import { VoiceForm } from "./voice-form.tsx";
import styles from "./voices.module.css";

const NEW = "new";

interface Editing {
  /** Undefined for a new one. */
  voice?: VoiceOut;
  draft: VoiceDraft;
}

/** The voices of the workspace: everybody reads them, editors change them. */
export default function Voices() {
  const [editing, setEditing] = useState<Editing>();
  const [ended, setEnded] = useState<string>();
  const voices = useQuery(voicesQuery);
  const me = useQuery(meQuery).data;
  const t = useText(messages);
  if (voices.isPending || !me) return <Skeleton />;
  if (voices.isError) return <Failure error={voices.error} onRetry={() => void voices.refetch()} />;
  const { items } = voices.data;
  const manages = me.permissions.includes("voices:manage");
  if (editing) {
    return (
      <VoiceForm
        key={editing.voice?.id}
        {...(editing.voice && { voice: editing.voice })}
        start={editing.draft}
        onEnd={() => {
          setEditing(undefined);
          setEnded(editing.voice?.id ?? NEW);
        }}
      />
    );
  }
  if (items.length === 0) {
    return manages ? (
      <FirstVoice onBegin={(draft) => setEditing({ draft })} />
    ) : (
      <EmptyState title={t("none")}>{t("noneReader")}</EmptyState>
    );
  }
  return (
    <>
      <Lead>{t(manages ? "lead" : "leadReader")}</Lead>
      {manages && (
        <div className={styles.add}>
          <Button ref={ended === NEW ? takeFocus : undefined} kind="primary" icon="plus" onClick={() => setEditing({ draft: EMPTY })}>
            {t("add")}
          </Button>
        </div>
      )}
      <ul className={styles.voices}>
        {items.map((voice) => (
          <VoiceCard
            key={voice.id}
            voice={voice}
            manages={manages}
            isBack={ended === voice.id}
            onEdit={() => setEditing({ voice, draft: draftOf(voice) })}
          />
        ))}
      </ul>
    </>
  );
}
