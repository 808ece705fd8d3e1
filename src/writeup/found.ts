/** What a recipe found: the arguments of `finding(...)`. */
export interface Finding {
  readonly title: string;
  readonly chosen: string;
  readonly evidence: string;
  readonly verdict?: string;
}
