export { displayTarget, type DisplayTarget, type MimeBundle } from "./display";
export { escapeHtml, escapeMarkdown } from "./escape";
export { FINDING, type Finding, finding } from "./finding";
export { KERNEL_HOOK, type KernelHook, kernelHook } from "./kernel-hook";
export { type Progress, progress } from "./progress";
export { svgOf } from "./picture";
export { canRender, registerRenderer, render, renderParts } from "./render";
export { show, showMarkdown } from "./show";
export { type Table, table, type TableColumn, type TableOptions } from "./table";
