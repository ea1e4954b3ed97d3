// Reads a JSON list of AsyncAPI documents from standard input, and prints what is wrong with each as a list of lists.
import { Parser } from "@asyncapi/parser";
import { readFileSync } from "node:fs";

const found = [];
for (const text of JSON.parse(readFileSync(0, "utf-8"))) {
  const { document, diagnostics } = await new Parser().parse(text);
  const faults = diagnostics.filter((one) => one.severity === 0 || one.severity === 1);
  const lines = faults.map((one) => `${one.path.join(".")}: ${one.message} [${one.code}]`);
  found.push(document === undefined && lines.length === 0 ? ["no document"] : lines);
}
console.log(JSON.stringify(found));
