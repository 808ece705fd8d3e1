export { CHECK, check, type CheckResult, type CheckRule } from "./check";
export { displayTarget, type DisplayTarget, type MimeBundle } from "./display";
export { escapeHtml, escapeMarkdown } from "./escape";
export { FINDING, type Finding, finding } from "./finding";
export { type Progress, progress } from "./progress";
export { svgOf } from "./picture";
export { canRender, registerRenderer, render, renderParts } from "./render";
export { show, showMarkdown } from "./show";
export { type Table, table, type TableColumn, type TableOptions } from "./table";
