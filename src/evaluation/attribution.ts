import { InputError } from "../errors";
import { specDifferences, type RunSpec } from "../training";

/**
 * Refuses a comparison that cannot be attributed: all specs must agree in everything but the declared factor and
 * their seeds.
 *
 * @param factor dotted path of what is compared, such as "schedule" or "batchSize"; parts of it may differ too
 * @throws InputError that names what else differs
 * @example assertOneFactor([fixed, cosine], "schedule");
 */
export function assertOneFactor(specs: readonly RunSpec[], factor: string): void {
  for (const spec of specs.slice(1)) {
    const others = specDifferences(specs[0], spec).filter(
      (path) => path !== factor && !path.startsWith(`${factor}.`) && !path.startsWith("seeds"),
    );
    if (others.length > 0) {
      throw new InputError(
        `comparison: declared to differ in ${factor}, but ${others.join(" and ")} ` +
          `${others.length === 1 ? "differs" : "differ"} too; a gain could not be attributed. Change one at a time.`,
      );
    }
  }
}
