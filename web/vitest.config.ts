import { defineConfig } from "vitest/config";

// Apart from Vite's own configuration: a build does without the test runner.
export default defineConfig({
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    maxWorkers: 2,
  },
});
