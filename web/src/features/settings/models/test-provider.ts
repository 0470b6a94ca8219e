import { api, unwrap } from "../../../api/client.ts";

/** Make one tiny real call to the model at a place of the chain. */
export function testProvider(position: number) {
  return unwrap(api.POST("/api/providers/{position}/test", { params: { path: { position } } }));
}
