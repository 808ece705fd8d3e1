import { serveCompiler } from "./compiler-service";

// `node --snapshot-blob FILE compiler-process.js FOLDER PACKAGE`: TypeScript in a process that began with it loaded
// and the libraries parsed, which no thread can. It ends with the kernel, whatever ended that.
const [folder = process.cwd(), fallbackPackage] = process.argv.slice(2);
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined); // a terminal sends it to all of the kernel's processes, and means the cell
serveCompiler(
  {
    onCall: (take) => process.on("message", take),
    post: (answer) => process.send?.(answer),
  },
  { folder, ...(fallbackPackage === undefined ? {} : { fallbackPackage }) },
);
