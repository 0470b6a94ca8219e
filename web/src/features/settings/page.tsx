import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type ComponentType } from "react";
import { Link, useParams } from "wouter";
import { patiently } from "../../api/connection.ts";
import { meQuery } from "../../api/queries.ts";
import type { Me } from "../../api/schema.d.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Failure } from "../../components/failure.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useText } from "../../lib/language.ts";
import { useTitle } from "../../lib/use-title.ts";
import { messages, ROLE_IN_SENTENCE } from "./messages.ts";
import { mayOpen, partOf, PARTS, type PartName } from "./parts.ts";
import styles from "./settings.module.css";

function part(load: () => Promise<{ default: ComponentType }>) {
  return lazy(() => patiently(load));
}

const COMPONENTS: Record<PartName, ComponentType> = {
  models: part(() => import("./models/part.tsx")),
  voices: part(() => import("./voices/part.tsx")),
  members: part(() => import("./members/part.tsx")),
  keys: part(() => import("./keys/part.tsx")),
  appearance: part(() => import("./appearance/part.tsx")),
  account: part(() => import("./account/part.tsx")),
};

/** What belongs to this server, this workspace, and who is working: a part an address. */
export default function SettingsPage() {
  const me = useQuery(meQuery);
  const { section } = useParams<{ section?: string }>();
  const t = useText(messages);
  const name = me.data && partOf(section, me.data);
  return (
    <Page title={t("title")}>
      {me.isPending && <Skeleton />}
      {me.isError && <Failure error={me.error} onRetry={() => void me.refetch()} />}
      {me.data && (
        <div className={styles.desk}>
          <List me={me.data} here={name} />
          <div>
            {section !== undefined && <PartTitle name={name} />}
            {name === undefined ? (
              <EmptyState title={t("nothing")}>{t("nothingText")}</EmptyState>
            ) : (
              <Opened name={name} me={me.data} />
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function List({ me, here }: { me: Me; here: PartName | undefined }) {
  const t = useText(messages);
  return (
    <nav aria-label={t("parts")} className={styles.list}>
      {PARTS.filter((name) => mayOpen(name, me)).map((name) => (
        <Link
          key={name}
          ref={name === here ? bringIntoSight : undefined}
          href={`/settings/${name}`}
          aria-current={name === here ? "page" : undefined}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}

/** On a phone the list is a row that may be longer than the screen. */
function bringIntoSight(link: HTMLAnchorElement | null) {
  link?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function Opened({ name, me }: { name: PartName; me: Me }) {
  const t = useText(messages);
  if (!mayOpen(name, me)) return <Closed name={name} me={me} />;
  const Part = COMPONENTS[name];
  return (
    <>
      <h2 className={styles.title}>{t(name)}</h2>
      <Suspense fallback={<Skeleton />}>
        <Part />
      </Suspense>
    </>
  );
}

function Closed({ name, me }: { name: PartName; me: Me }) {
  const t = useText(messages);
  const role = t(ROLE_IN_SENTENCE[me.role]);
  const reasons = { models: "closedModels", keys: "closedKeys", account: "closedAccount" } as const;
  const reason = name in reasons ? reasons[name as keyof typeof reasons] : "nothingText";
  return <EmptyState title={name === "account" ? t("account") : t("closed")}>{t(reason, { role })}</EmptyState>;
}

/** Below the page's head, so that its effect comes last: the tab names the part. */
function PartTitle({ name }: { name: PartName | undefined }) {
  const t = useText(messages);
  useTitle(name === undefined ? t("title") : t("tab", { part: t(name) }));
  return null;
}
