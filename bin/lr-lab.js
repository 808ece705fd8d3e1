#!/usr/bin/env node
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const main = join(__dirname, "..", "dist", "cli", "main.js");
if (!existsSync(main)) {
  console.error("lr-lab: not built yet. Run `npm run build` in the project's folder, then try again.");
  process.exit(1);
}
require(main).main(process.argv);
