import { cruise } from "dependency-cruiser";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["packages", "apps", "bench"];
const SKIPPED = new Set(["node_modules", "dist", "fixtures"]);

/** Every TypeScript file that the rules must have seen, by its path under `root`. */
const sourceFiles = (root, folder) => {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return []; // a tree without benchmarks is a tree
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourceFiles(root, path);
    return /[.]tsx?$/.test(entry.name) ? [path] : [];
  });
};

/**
 * Reads every import under `root` and judges it.
 * @returns `{ violations: [{ rule, from, to, comment }], files, imports, unread }`: `unread` are files that the reader
 * passed over, which would make a green result worthless.
 */
export const cruiseTree = async (root, rules) => {
  const files = FOLDERS.flatMap((folder) => sourceFiles(root, folder));
  const before = process.cwd();
  process.chdir(root);
  try {
    const { output } = await cruise(files, cruiseOptions(root, rules), {
      exportsFields: ["exports"],
      conditionNames: ["node", "import", "types", "default"],
      extensions: [".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs", ".json", ".d.ts"],
    });
    const read = new Map(output.modules.map((module) => [module.source, module.dependencies]));
    const comments = new Map(rules.map((rule) => [rule.name, rule.comment]));
    return {
      files: files.length,
      imports: files.reduce((sum, file) => sum + (read.get(file)?.length ?? 0), 0),
      unread: files.filter((file) => !read.has(file)),
      violations: output.summary.violations.map(({ rule, from, to }) => ({
        rule: rule.name,
        from,
        to,
        comment: comments.get(rule.name),
      })),
    };
  } finally {
    process.chdir(before);
  }
};

const cruiseOptions = (root, rules) => ({
  baseDir: root,
  validate: true,
  ruleSet: { forbidden: rules },
  doNotFollow: { path: "node_modules" },
  tsPreCompilationDeps: true,
  combinedDependencies: true,
  moduleSystems: ["es6"],
});
