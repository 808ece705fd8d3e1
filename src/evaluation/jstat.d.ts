declare module "jstat" {
  export const jStat: {
    beta: { inv(p: number, a: number, b: number): number };
    chisquare: { inv(p: number, degreesOfFreedom: number): number };
    centralF: { inv(p: number, numerator: number, denominator: number): number };
    normal: {
      inv(p: number, mean: number, deviation: number): number;
      cdf(x: number, mean: number, deviation: number): number;
    };
    studentt: { inv(p: number, degreesOfFreedom: number): number };
  };
}
