import type { Chart } from "../../charts";
import type { Dataset, DatasetOptions } from "../../data";
import type { Features } from "../../features";
import type { EngineSpec } from "../../training";
import type { TuneChoices, Tuning } from "../../tuning";
import type { Finding } from "../found";
import type { Citations, Source } from "./citations";

/** A part of a write-up: Markdown whose numbers link to their sources, a chart, or a table of such Markdown. */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "words"; readonly markdown: string }
  /** The answer, which a page sets apart. */
  | {
      readonly kind: "answer";
      readonly verdict: Tuning["gate"]["verdict"]["outcome"];
      readonly markdown: string;
    }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  /** `source`: id of what the chart was drawn from. */
  | { readonly kind: "chart"; readonly name: string; readonly chart: Chart; readonly source: string }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** All that it takes to compute a write-up again; `tune` with it gives the same tuning. */
export interface Origin {
  readonly kind: "lr-lab-write-up";
  readonly version: 1;
  /** Which lr-lab wrote it. */
  readonly lrLab: string;
  readonly data: { readonly name: string; readonly hash: string; readonly read: DatasetOptions };
  readonly features: string;
  /** What trained the runs, down to the build. */
  readonly engine: EngineSpec;
  readonly choices: TuneChoices;
  readonly masked: boolean;
  /** Name of the file that the data were read from, where it is known. */
  readonly file: string | null;
  readonly tuning: string;
  readonly gate: string;
}

/** A tuning as a document: what was asked, what was tried, the verdict, and where every number comes from. */
export interface WriteUp {
  readonly kind: "write-up";
  readonly title: string;
  readonly finding: Finding;
  readonly blocks: readonly Block[];
  readonly sources: readonly Source[];
  readonly origin: Origin;
}

/** What a write-up says beside the tuning. */
export interface WriteUpOptions {
  /** Version of lr-lab that it is written with; default this one. */
  readonly lrLab?: string;
  /** How the data was read, where other than by default. */
  readonly read?: DatasetOptions;
  /** Name of the file that the data were read from, without its folder: for the commands that a reader can repeat. */
  readonly file?: string;
  /** Put what looks like an e-mail address, a phone, card or order number in messages out of sight; default true. */
  readonly masked?: boolean;
}

/** What the sections are written from. */
export interface WritingGround {
  readonly tuning: Tuning;
  readonly dataset: Dataset;
  readonly features: Features;
  readonly options: WriteUpOptions;
  readonly sources: Citations;
}
