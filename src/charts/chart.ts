/** A picture with its finding, as plain data: a Vega-Lite v5 specification and the words that go with it. */
export interface Chart {
  readonly kind: "chart";
  /** The question that the chart answers. */
  readonly title: string;
  /** The answer, computed from the data. */
  readonly answer: string;
  /** What the chart shows, for someone who cannot see it. */
  readonly alt: string;
  /** Labels of the series, in the order of their colours; empty where colour is no series. */
  readonly series: readonly string[];
  /** A Vega-Lite v5 specification that fixes neither background nor text colours. */
  readonly spec: object;
}
