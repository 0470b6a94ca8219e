import { useLocation } from "wouter";
import { EmptyState } from "../components/empty-state.tsx";
import { LinkButton } from "../components/link-button.tsx";
import { Page } from "../components/page.tsx";
import { useText } from "../lib/language.ts";
import { messages } from "./command-messages.ts";

/** For a place that no page is at. */
export default function NotFound() {
  const [place] = useLocation();
  const t = useText(messages);
  return (
    <Page title={t("notFound")}>
      <EmptyState
        title={t("notFoundText", { path: place })}
        actions={<LinkButton href="/">{t("toDesk")}</LinkButton>}
      />
    </Page>
  );
}
