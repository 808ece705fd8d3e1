/** The notebook file format (nbformat 4.5), as far as lr-lab reads and writes it. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: number;
}

export type Cell = MarkdownCell | CodeCell;

interface CellBase {
  id: string;
  metadata: { tags?: string[]; [key: string]: unknown };
  /** Lines joined; nbformat also allows an array of lines, which the reader joins. */
  source: string;
}

export interface MarkdownCell extends CellBase {
  cell_type: "markdown" | "raw";
}

export interface CodeCell extends CellBase {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

/** MIME type -> content: text as a string, JSON types as an object. */
export type MimeBundle = Record<string, unknown>;

export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, unknown> }
  | {
      output_type: "execute_result";
      execution_count: number | null;
      data: MimeBundle;
      metadata: Record<string, unknown>;
    }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };
