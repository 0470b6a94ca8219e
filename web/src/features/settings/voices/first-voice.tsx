import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { useText } from "../../../lib/language.ts";
import { EMPTY, voiceOf, type VoiceDraft } from "./draft.ts";
import { messages } from "./messages.ts";
import { VoiceText } from "./voice-text.tsx";
import styles from "./voices.module.css";

/** Nothing yet: what a voice is, shown by one that can be taken. */
export function FirstVoice({ onBegin }: { onBegin: (draft: VoiceDraft) => void }) {
  const t = useText(messages);
  const sample: VoiceDraft = {
    name: t("sampleName"),
    description: t("sampleDescription"),
    tone: t("sampleTone"),
    dos: t("sampleDos"),
    donts: t("sampleDonts"),
    sample: t("sampleText"),
  };
  return (
    <EmptyState
      title={t("none")}
      actions={
        <>
          <Button kind="primary" onClick={() => onBegin(sample)}>
            {t("begin")}
          </Button>
          <Button onClick={() => onBegin(EMPTY)}>{t("beginEmpty")}</Button>
        </>
      }
    >
      <p>{t("noneText")}</p>
      <div className={styles.sheet}>
        <h3 className={styles.name}>{sample.name}</h3>
        <VoiceText voice={voiceOf(sample)} />
      </div>
    </EmptyState>
  );
}
