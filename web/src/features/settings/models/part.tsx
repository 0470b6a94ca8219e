import { useQuery } from "@tanstack/react-query";
import { Failure } from "../../../components/failure.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import { Lead } from "../part.tsx";
import { Connect } from "./connect.tsx";
import { messages } from "./messages.ts";
import { ModelCard } from "./model-card.tsx";
import { providersQuery } from "./providers-query.ts";

/** The models that write, first to last, and how to connect another. */
export default function Models() {
  const providers = useQuery(providersQuery);
  const t = useText(messages);
  if (providers.isPending) return <Skeleton />;
  if (providers.isError) {
    return <Failure error={providers.error} onRetry={() => void providers.refetch()} />;
  }
  const { items, connectable } = providers.data;
  const demoOnly = items.every(({ demo }) => demo);
  return (
    <>
      <Lead>{t(items.length > 1 ? "lead" : "leadOne")}</Lead>
      {demoOnly && <Connect connectable={connectable} demo />}
      <ol>
        {items.map((model) => (
          <ModelCard key={model.position} model={model} numbered={items.length > 1} />
        ))}
      </ol>
      {!demoOnly && <Connect connectable={connectable} />}
    </>
  );
}
