import type { Outline } from "../../../api/events/types.ts";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import { OutlineEditor } from "./outline-editor.tsx";
import { OutlineList } from "./outline-list.tsx";
import styles from "./outline.module.css";

interface OutlineDeskProps {
  generationId: string;
  outline: Outline | undefined;
  mayConfirm: boolean;
}

/** The outline in the manuscript's place while it waits for a person. */
export default function OutlineDesk({ generationId, outline, mayConfirm }: OutlineDeskProps) {
  const t = useText(messages);
  if (outline === undefined) return <Skeleton lines={6} />;
  if (mayConfirm) return <OutlineEditor generationId={generationId} outline={outline} />;
  return (
    <div className={styles.outline}>
      <p className={styles.intro}>{t("readOnly")}</p>
      <OutlineList outline={outline} />
    </div>
  );
}
