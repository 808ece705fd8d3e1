export type { Chart } from "./chart";
export { differenceChart, type DifferenceChartOptions, type DifferenceRow } from "./difference-chart";
export { lossChart } from "./loss-chart";
export type { RunGroup } from "./loss-curves";
export { rateChart } from "./rate-chart";
export type { RateChartOptions, RatePoint, RateSeries } from "./rate-points";
export { scheduleChart, type ScheduleCurve } from "./schedule-chart";
export { recolour, SERIES_COLOURS } from "./series";
export { themeConfig } from "./theme";
