import { CopyLine } from "../../../components/copy-line.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { useText } from "../../../lib/language.ts";
import { Stack } from "../part.tsx";
import { messages } from "./messages.ts";

const LINES = "export ALWRITY_AUTH=password\nalwrity accounts create-owner\nalwrity serve --host 0.0.0.0";

/** A server without login has one owner; how it gets more members. */
export function NoLogin() {
  const t = useText(messages);
  return (
    <EmptyState title={t("alone")}>
      <Stack>
        <p>{t("aloneText")}</p>
        <CopyLine label={t("aloneLines")} text={LINES} />
      </Stack>
    </EmptyState>
  );
}
