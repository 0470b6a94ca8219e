import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import react from "eslint-plugin-react";
import tseslint from "typescript-eslint";
import { layers } from "./lint/layers.js";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "screenshots", "src/api/schema.d.ts"] },
  {
    files: ["src/**/*.{ts,tsx}", "*.config.ts"],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      ...tseslint.configs.stylisticTypeChecked,
      a11y.flatConfigs.strict,
      hooks.configs.flat["recommended-latest"],
    ],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { react, house: { rules: { layers } } },
    settings: { react: { version: "19.3" } },
    rules: {
      "house/layers": "error",
      "max-lines": ["error", { max: 200, skipBlankLines: true, skipComments: true }],
      // Every string that a person reads stands in a message catalogue.
      "react/jsx-no-literals": [
        "error",
        { noStrings: true, ignoreProps: true, noAttributeStrings: false },
      ],
      "react/jsx-key": "error",
      "react/button-has-type": "error",
      "react/no-danger": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: false } }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // The rest of a discriminated union is the point of a `default`.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  // Catalogues are lists of words; they may be long.
  { files: ["src/**/messages.ts", "src/**/*.test.{ts,tsx}"], rules: { "max-lines": "off" } },
);
