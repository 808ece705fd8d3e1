import { CELL_STYLE } from "./cells";
import { PAPER_STYLE } from "./paper";
import { SITE_STYLE } from "./site";
import { TEXT_STYLE } from "./text";
import { THEME_STYLE } from "./theme";

/** The style of every exported page: one column for reading, contents beside it, both themes, paper. */
export const PAGE_STYLE = [THEME_STYLE, TEXT_STYLE, SITE_STYLE, CELL_STYLE, PAPER_STYLE].join("");
