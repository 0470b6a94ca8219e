import { afterEach, expect, it, vi } from "vitest";
import { addressOf, api, unwrap } from "./client.ts";
import { ProblemError } from "./problem.ts";

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: string | null) {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status })));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

it("puts parameters into an address", () => {
  const query = { q: "rye & oats", status: ["draft", "review"], cursor: undefined, limit: 0 };
  expect(addressOf("/api/content/{id}", { path: { id: "a/b" }, query })).toBe(
    "/api/content/a%2Fb?q=rye+%26+oats&status=draft&status=review&limit=0",
  );
  expect(addressOf("/api/me")).toBe("/api/me");
});

it("gives every POST a key, and a change the version that it is based on", async () => {
  const fetched = answer(204, null);
  expect(await unwrap(api.POST("/api/session", { body: { email: "a@b.example", password: "x" } }))).toBeUndefined();
  await api.DELETE("/api/views/{view_id}", { params: { path: { view_id: "7" } }, headers: { "If-Match": "v1" } } as never);
  const [post, gone] = fetched.mock.calls.map(([, sent]) => new Headers(sent?.headers));
  expect(post?.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
  expect(post?.get("Content-Type")).toBe("application/json");
  expect([gone?.get("If-Match"), gone?.get("Idempotency-Key")]).toEqual(["v1", null]);
});

it("tells a refusal in the server's words, and takes what is no problem document", async () => {
  answer(422, JSON.stringify({ detail: "The day lies outside." }));
  await expect(unwrap(api.GET("/api/desk"))).rejects.toEqual(
    expect.objectContaining({ name: "ProblemError", message: "The day lies outside.", status: 422 }),
  );
  answer(502, "<html>Bad gateway</html>");
  await expect(unwrap(api.GET("/api/desk"))).rejects.toBeInstanceOf(ProblemError);
});
