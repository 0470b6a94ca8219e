import { useQuery } from "@tanstack/react-query";
import { voicesQuery } from "../../../api/voices-query.ts";
import { Field, Select, TextArea, TextInput } from "../../../components/field.tsx";
import { useText } from "../../../lib/language.ts";
import type { Draft } from "./draft.ts";
import { LanguageSelect } from "./language-select.tsx";
import { messages } from "./messages.ts";
import { PointsEditor } from "./points-editor.tsx";
import { SourcesEditor } from "./sources-editor.tsx";
import type { BriefErrors } from "./use-brief.ts";
import styles from "./brief.module.css";

interface MoreFieldsProps {
  draft: Draft;
  errors: BriefErrors;
  onChange: (part: Partial<Draft> | ((now: Draft) => Draft)) => void;
}

/** Everything of a brief that has a default. */
export function MoreFields({ draft, errors, onChange }: MoreFieldsProps) {
  const voices = useQuery(voicesQuery);
  const t = useText(messages);
  const known = voices.data?.items ?? [];
  const line = (name: "audience" | "tone" | "keyphrase" | "keywords", hint?: string) => (
    <Field label={t(name)} hint={hint} error={errors[name]} optional>
      {(control) => (
        <TextInput {...control} value={draft[name]} onChange={(event) => onChange({ [name]: event.target.value })} />
      )}
    </Field>
  );
  return (
    <div className={styles.more}>
      <PointsEditor
        points={draft.points}
        error={errors.points}
        onChange={(to) => onChange((now) => ({ ...now, points: to(now.points) }))}
      />
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{t("reader")}</legend>
        <div className={styles.pair}>
          {line("audience")}
          {line("tone", t("toneHint"))}
          <Field label={t("language")} error={errors.language}>
            {(control) => (
              <LanguageSelect control={control} value={draft.language} onChoose={(language) => onChange({ language })} />
            )}
          </Field>
          {known.length > 0 && (
            <Field label={t("voiceId")} optional>
              {(control) => (
                <Select
                  {...control}
                  value={draft.voiceId}
                  choices={[
                    { value: "", label: t("noVoice") },
                    ...known.map((voice) => ({ value: voice.id, label: voice.name })),
                  ]}
                  onChoose={(voiceId) => onChange({ voiceId })}
                />
              )}
            </Field>
          )}
        </div>
        <Field label={t("voice")} hint={t("voiceHint")} error={errors.voice} optional>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              value={draft.voice}
              onChange={(event) => onChange({ voice: event.target.value })}
            />
          )}
        </Field>
      </fieldset>
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{t("search")}</legend>
        <div className={styles.pair}>
          {line("keyphrase", t("keyphraseHint"))}
          {line("keywords", t("keywordsHint"))}
        </div>
      </fieldset>
      <SourcesEditor
        sources={draft.sources}
        error={errors.sources}
        onChange={(to) => onChange((now) => ({ ...now, sources: to(now.sources) }))}
      />
    </div>
  );
}
