/**
 * An error whose message is meant for the person at the keyboard: it says what is wrong, where, and what to
 * do. The command line prints it without a stack trace and exits with `exitCode`.
 */
export class LrLabError extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** Wrong usage or bad input: exit code 2. */
export class InputError extends LrLabError {
  constructor(message: string) {
    super(message, 2);
  }
}

/** The work itself failed (a cell, a run): exit code 1. */
export class WorkError extends LrLabError {
  constructor(message: string) {
    super(message, 1);
  }
}
