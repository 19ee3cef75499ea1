import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "../lib/server.mjs";
import { must, sh, tail } from "../lib/shell.mjs";
import { generator, here, npmScript, npmVersion, OPENAPI_GENERATOR, python, versionOf } from "../lib/tools.mjs";

const LIMIT = 100;

const source = (...path) => readFileSync(join(here, "clients", ...path), "utf8");

/** The lists of the document, as `{ path, operationId, group }`; `group` is how generators name a tag. */
const listsOf = ({ paths }) =>
  Object.entries(paths).flatMap(([path, { get }]) =>
    get
      ? [
          {
            path,
            operationId: get.operationId,
            group: get.tags[0]
              .split(/[^A-Za-z]+/)
              .map(capital)
              .join(""),
          },
        ]
      : [],
  );

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

const generate = (kind, document, out, ...args) =>
  must("java", ["-jar", generator, "generate", "-i", document, "-g", kind, "-o", out, ...args]);

const typescript = {
  build: async (folder, document, lists) => {
    await must(process.execPath, [npmScript("openapi-typescript/bin/cli.js"), document, "-o", join(folder, "api.ts")]);
    const calls = lists.map(({ path }) => `await every((query) => client.GET("${path}", { params: { query } })),`);
    writeFileSync(join(folder, "book.ts"), source("book.ts.txt").replace("// LISTS", calls.join("\n  ")));
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["openapi-fetch", "openapi-typescript-helpers"])
      cpSync(npmScript(name), join(folder, "node_modules", name), { recursive: true });
    const options = ["--strict", "--module", "preserve", "--target", "es2022", "--lib", "es2023,dom,dom.iterable"];
    await must(process.execPath, [npmScript("typescript/bin/tsc"), ...options, "--outDir", folder, "book.ts"], {
      cwd: folder,
    });
  },
  command: (folder) => [process.execPath, join(folder, "book.js")],
};

const pythonClient = {
  build: async (folder, document) => {
    await generate("python", document, folder);
    await must(python, ["-m", "compileall", "-q", join(folder, "openapi_client")]);
  },
  command: () => [python, join(here, "clients/book.py")],
  env: (folder) => ({ PYTHONPATH: folder }),
};

const java = {
  build: async (folder, document) => {
    await generate("java", document, folder, "--library", "native");
    const classpath = join(folder, "classpath");
    const goals = ["compile", "dependency:build-classpath", `-Dmdep.outputFile=${classpath}`];
    await must("mvn", ["-q", "-B", ...goals], { cwd: folder });
    const apis = readdirSync(join(folder, "src/main/java/org/openapitools/client/api")).map((name) =>
      name.slice(0, -5),
    );
    const made = apis.map((api) => `        new ${api}(client)`).join(",\n");
    writeFileSync(join(folder, "Book.java"), source("java/Book.java").replace("LISTS", made));
    await must("javac", ["-encoding", "UTF-8", "-cp", java.classpath(folder), "-d", folder, "Book.java"], {
      cwd: folder,
    });
  },
  classpath: (folder) =>
    `${join(folder, "target/classes")}:${folder}:${readFileSync(join(folder, "classpath"), "utf8")}`,
  command: (folder) => [
    "java",
    "-Dfile.encoding=UTF-8",
    "-Dstdout.encoding=UTF-8",
    "-cp",
    java.classpath(folder),
    "Book",
  ],
};

const go = {
  build: async (folder, document, lists) => {
    const properties = "packageName=client,isGoSubmodule=false";
    await generate("go", document, join(folder, "client"), "--additional-properties", properties);
    for (const name of ["go.mod", "go.sum", "test"])
      rmSync(join(folder, "client", name), { recursive: true, force: true });
    writeFileSync(join(folder, "go.mod"), "module conformance\n\ngo 1.21\n");
    writeFileSync(join(folder, "main.go"), source("go/main.go").replace("LISTS", lists.map(goCall).join("\n")));
    await must("go", ["build", "-o", "book", "."], { cwd: folder });
  },
  command: (folder) => [join(folder, "book")],
};

const goCall = ({ operationId, group }) => `		every(func(cursor *string) (page, int, error) {
			request := client.${group}API.${capital(operationId)}(ctx).Limit(w.Limit)
			if cursor != nil {
				request = request.Cursor(*cursor)
			}
			answer, _, err := request.Execute()
			return answer, len(answer.GetData()), err
		}),`;

const LANGUAGES = { typescript, python: pythonClient, java, go };

/** Sums over all lists, in any order: languages sort their groups in their own way. */
const same = (one, other) =>
  JSON.stringify(one.toSorted((a, b) => a - b)) === JSON.stringify(other.toSorted((a, b) => a - b));

const rowsOf = async (server, { path }) => {
  let count = 0;
  for (let cursor = ""; ;) {
    const { body } = await ask(`${server.api}${path}?limit=200${cursor}`, server.star);
    count += body.data.length;
    if (body.pagination.nextCursor === null) return count;
    cursor = `&cursor=${body.pagination.nextCursor}`;
  }
};

const use = async (name, index, { server, document }, documentFile) => {
  const language = LANGUAGES[name];
  const lists = listsOf(document);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `client-${name}-`)));
  try {
    await language.build(folder, documentFile, lists, document);
    const expected = [];
    for (const list of lists) expected.push(await rowsOf(server, list));
    const world = {
      api: server.api,
      token: server.star,
      limit: LIMIT,
      key: randomUUID(),
      simulatorId: server.simulatorId,
      trainee: server.trainees[0],
      ...server.slot(1_000 + index),
    };
    const [command, ...args] = language.command(folder);
    const env = { WORLD: JSON.stringify(world), PYTHONDONTWRITEBYTECODE: "1", ...language.env?.(folder) };
    const ran = await sh(command, args, { cwd: folder, env });
    if (!ran.ok) return [`ended with ${ran.code}: ${tail(ran)}`];
    const said = JSON.parse(ran.out);
    const wanted = { replayed: true, notes: "żółw ✈", status: "CANCELLED", found: 1, refused: "token_unknown" };
    const wrong = Object.entries(wanted)
      .filter(([key, value]) => said[key] !== value)
      .map(([key, value]) => `${key} is ${said[key]}, not ${value}`);
    return same(said.counts, expected)
      ? wrong
      : [...wrong, `read ${said.counts.join(", ")} rows, not ${expected.join(", ")}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const clientPart = (name, tool, needs, index) => ({
  name: `client-${name}`,
  tool,
  needs,
  run: async (context) => ({
    did: "generated, compiled; authenticates, reads every list to its end page by page, books, repeats it with its key, cancels under `If-Match`, finds it by four filters, understands a 401",
    findings: await use(name, index, context, context.documentFile),
  }),
});

const typescriptTool = () =>
  `openapi-typescript ${npmVersion("openapi-typescript")}, openapi-fetch ${npmVersion("openapi-fetch")}, TypeScript ${npmVersion("typescript")}`;

const byGenerator = `openapi-generator ${OPENAPI_GENERATOR}`;

export const CLIENT_PARTS = [
  clientPart("typescript", typescriptTool, ["npm"], 0),
  clientPart(
    "python",
    async () => `${byGenerator}, Python ${await versionOf(python, "--version")}`,
    ["python", "java"],
    1,
  ),
  clientPart("java", async () => `${byGenerator}, Java ${await versionOf("javac", "-version")} (native)`, ["java"], 2),
  clientPart("go", async () => `${byGenerator}, Go ${await versionOf("go", "version")}`, ["java", "go"], 3),
];
