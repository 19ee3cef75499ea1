import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

/** A text that is served as it is, kept in memory; its compressed form is made when it is first asked for. */
export class Asset {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  #compressed: Buffer | undefined;

  constructor(body: string | Buffer, type: string) {
    this.body = Buffer.from(body);
    this.type = type;
    this.etag = `"${hash("sha256", this.body, "base64url").slice(0, 22)}"`;
  }

  get compressed(): Buffer {
    this.#compressed ??= gzipSync(this.body, { level: 6 });
    return this.#compressed;
  }

  /** A name that changes with the content, so that it may be cached for ever. */
  hashedName(name: string, extension: string): string {
    return `${name}-${this.etag.slice(1, 9).replaceAll(/\W/g, "0")}.${extension}`;
  }
}

/** For what has its version in its path. */
export const FOR_EVER = "public, max-age=31536000, immutable";
/** For what changes with a release. */
export const REVALIDATED = "public, max-age=0, must-revalidate";

export const sendAsset = (
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset,
  caching: string,
): FastifyReply => {
  void reply.headers({ "cache-control": caching, vary: "accept-encoding", "x-content-type-options": "nosniff" });
  const zipped = asset.body.length > 1_400 && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  // A strong tag names bytes, so the compressed form has one of its own.
  const etag = zipped ? `${asset.etag.slice(0, -1)}-gz"` : asset.etag;
  void reply.header("etag", etag).type(asset.type);
  if (matches(request.headers["if-none-match"], etag)) return reply.code(304).send();
  if (zipped) void reply.header("content-encoding", "gzip");
  return reply.send(zipped ? asset.compressed : asset.body);
};

const matches = (wanted: string | undefined, etag: string): boolean =>
  wanted?.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, ""))) ?? false;

/** The scripts of a folder (and one folder below), by their names; each is read when it is first asked for. */
export const scriptsOf = (folder: string): ((name: string) => Asset | undefined) => {
  const names = new Set(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js")),
  );
  const read = new Map<string, Asset>();
  return (name) => {
    // Only names that were listed are opened, so that no path leads out of the folder.
    if (!names.has(name)) return undefined;
    const asset = read.get(name) ?? new Asset(readFileSync(join(folder, name)), "text/javascript; charset=utf-8");
    read.set(name, asset);
    return asset;
  };
};
