// Reads an AsyncAPI document from standard input, prints every fault as one line, and exits with 1 if there is any.
import { Parser } from "@asyncapi/parser";
import { readFileSync } from "node:fs";

const { document, diagnostics } = await new Parser().parse(readFileSync(0, "utf-8"));
const faults = diagnostics.filter((one) => one.severity === 0 || one.severity === 1);
for (const one of faults) {
  console.log(`${one.path.join(".")}: ${one.message} [${one.code}]`);
}
if (document === undefined || faults.length > 0) {
  process.exitCode = 1;
} else {
  console.log(`${document.channels().length} channels, ${document.operations().length} operations`);
}
