import type { HLJSApi, LanguageFn } from "highlight.js";
import { escapeHtml } from "./text";

let hljs: HLJSApi | undefined;

/** Code as highlighted HTML; a language that is neither TypeScript, JavaScript, JSON nor shell stays plain. */
export function highlight(code: string, language: string): string {
  const api = (hljs ??= load());
  return api.getLanguage(language) ? api.highlight(code, { language }).value : escapeHtml(code);
}

/** The core with four languages: all 190 would take a tenth of a second to load. */
function load(): HLJSApi {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const api = require("highlight.js/lib/core") as HLJSApi;
  for (const [name, grammar] of Object.entries({
    typescript: require("highlight.js/lib/languages/typescript") as LanguageFn,
    javascript: require("highlight.js/lib/languages/javascript") as LanguageFn,
    json: require("highlight.js/lib/languages/json") as LanguageFn,
    bash: require("highlight.js/lib/languages/bash") as LanguageFn,
  })) {
    api.registerLanguage(name, grammar);
  }
  /* eslint-enable @typescript-eslint/no-require-imports */
  return api;
}
