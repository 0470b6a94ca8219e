import type { IssuedInvitation } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { CopyLine } from "../../../components/copy-line.tsx";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { Once } from "../part.tsx";
import { messages } from "./messages.ts";

const AS = { reader: "aReader", writer: "aWriter", editor: "anEditor", owner: "anOwner" } as const;

/** A new invitation's link: the server keeps only its hash, so it is never shown again. */
export function IssuedLink({ issued, onDone }: { issued: IssuedInvitation; onDone: () => void }) {
  const t = useText(messages);
  const format = useFormat();
  return (
    <Once
      title={t("linkTitle", { email: issued.email })}
      text={t("linkText", { role: t(AS[issued.role]), date: format.date(issued.expires_at) })}
    >
      <CopyLine label={t("link")} text={location.origin + issued.path} />
      <Button onClick={onDone}>{t("linkDone")}</Button>
    </Once>
  );
}
