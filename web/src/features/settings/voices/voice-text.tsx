import type { VoiceSave } from "../../../api/schema.d.ts";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./voices.module.css";

/** All that a voice says, to be read. */
export function VoiceText({ voice }: { voice: VoiceSave }) {
  const t = useText(messages);
  return (
    <div className={styles.text}>
      {voice.description && <p>{voice.description}</p>}
      {voice.tone && <p className={styles.tone}>{voice.tone}</p>}
      {(["dos", "donts"] as const).map(
        (kind) =>
          (voice[kind]?.length ?? 0) > 0 && (
            <div key={kind} className={styles.rules}>
              <h4>{t(kind)}</h4>
              <ul>
                {voice[kind]?.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          ),
      )}
      {voice.sample && <blockquote className={styles.sample}>{voice.sample}</blockquote>}
    </div>
  );
}
