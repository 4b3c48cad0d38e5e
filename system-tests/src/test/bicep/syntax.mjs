// Parses the Bicep files given as arguments and prints one line per syntax error: file:line:column: text.
// Exit code 0: all files parsed; 1: at least one error; anything else: the parser itself failed.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

const require = createRequire(import.meta.url);
const grammar = require.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm");

function* errorsOf(node) {
  if (node.isError || node.isMissing) {
    yield node;
  } else if (node.hasError) {
    for (const child of node.children) {
      yield* errorsOf(child);
    }
  }
}

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("no file given");
  process.exit(2);
}
let failed = false;
for (const file of files) {
  const tree = parser.parse(await readFile(file, "utf8"));
  for (const node of errorsOf(tree.rootNode)) {
    failed = true;
    const { row, column } = node.startPosition;
    const what = node.isMissing ? `missing ${node.type}` : `cannot read '${node.text.split("\n")[0]}'`;
    console.log(`${file}:${row + 1}:${column + 1}: ${what}`);
  }
}
process.exitCode = failed ? 1 : 0;
