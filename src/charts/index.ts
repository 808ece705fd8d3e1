export type { Chart } from "./chart";
export { differenceChart, type DifferenceChartOptions, type DifferenceRow } from "./difference-chart";
export { lossChart, type RunGroup } from "./loss-chart";
export { rateChart, type RateChartOptions, type RatePoint, type RateSeries } from "./rate-chart";
export { scheduleChart, type ScheduleCurve } from "./schedule-chart";
export { recolour, SERIES_COLOURS } from "./series";
export { themeConfig } from "./theme";
