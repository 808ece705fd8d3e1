import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "build*/",
      "dist/",
      "node_modules/",
      "reports/",
      "docs/api/",
      "vendor/",
      // AssemblyScript, which its own compiler checks; and what it makes.
      "src/training/fused/assembly/",
      "src/training/fused/module.ts",
      ".dependency-cruiser.cjs",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "Math",
          property: "random",
          message: "Use createRandom(seed): results must be reproducible.",
        },
        { object: "Date", property: "now", message: "No wall clock in results." },
      ],
      "max-lines": ["warn", { max: 200, skipComments: true, skipBlankLines: true }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
    },
  },
  // A list of names, one a line.
  { files: ["src/index.ts"], rules: { "max-lines": "off" } },
  {
    files: ["bin/*.js", "scripts/*.mjs", "**/*.mjs"],
    languageOptions: {
      globals: {
        console: "readonly",
        process: "readonly",
        require: "readonly",
        __dirname: "readonly",
        URL: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
