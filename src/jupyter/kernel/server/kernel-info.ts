import { VERSION } from "../../../version";

/**
 * The content of kernel_info_reply.
 *
 * @param typescript version of the TypeScript that cells are written in
 */
export function kernelInfo(typescript: string): Record<string, unknown> {
  return {
    status: "ok",
    protocol_version: "5.3",
    implementation: "lr-lab",
    implementation_version: VERSION,
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      // The notebook server's own CodeMirror 5 knows TypeScript as a kind of JavaScript.
      codemirror_mode: { name: "javascript", mode: "typescript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `lr-lab ${VERSION}: TypeScript ${typescript} on Node.js ${process.versions.node}`,
    debugger: false,
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node.js", url: "https://nodejs.org/api/" },
    ],
  };
}
