import { type Commands, runCommandLine } from "./cli.ts";

/** Every command of `npx aa`, in the order in which the help shows them. */
const commands: Commands = {
  start: async () => (await import("./commands/start.ts")).start,
  migrate: async () => (await import("./commands/migrate.ts")).migrateCommand,
  "center create": async () => (await import("./commands/center-create.ts")).centerCreate,
  "user create": async () => (await import("./commands/user-create.ts")).userCreate,
  "key create": async () => (await import("./commands/key-create.ts")).keyCreate,
  "key list": async () => (await import("./commands/key-list.ts")).keyList,
  "key revoke": async () => (await import("./commands/key-revoke.ts")).keyRevoke,
  "endpoint create": async () => (await import("./commands/endpoint-create.ts")).endpointCreate,
  "endpoint change": async () => (await import("./commands/endpoint-change.ts")).endpointChange,
  "endpoint list": async () => (await import("./commands/endpoint-list.ts")).endpointList,
  "endpoint pause": async () => (await import("./commands/endpoint-pause.ts")).endpointPause,
  "endpoint resume": async () => (await import("./commands/endpoint-resume.ts")).endpointResume,
  "endpoint rotate": async () => (await import("./commands/endpoint-rotate.ts")).endpointRotate,
  "endpoint switch": async () => (await import("./commands/endpoint-switch.ts")).endpointSwitch,
  "endpoint test": async () => (await import("./commands/endpoint-test.ts")).endpointTest,
  "endpoint recover": async () => (await import("./commands/endpoint-recover.ts")).endpointRecover,
  "endpoint delete": async () => (await import("./commands/endpoint-delete.ts")).endpointDelete,
  "secrets reencrypt": async () => (await import("./commands/secrets-reencrypt.ts")).secretsReencrypt,
  tick: async () => (await import("./commands/tick.ts")).tickCommand,
  "sandbox advance": async () => (await import("./commands/sandbox-advance.ts")).sandboxAdvance,
  "sandbox reset": async () => (await import("./commands/sandbox-reset.ts")).sandboxReset,
  backup: async () => (await import("./commands/backup.ts")).backupCommand,
  restore: async () => (await import("./commands/restore.ts")).restoreCommand,
  import: async () => (await import("./commands/import.ts")).importCommand,
};

process.exitCode = await runCommandLine(commands, process.argv.slice(2), {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
});
