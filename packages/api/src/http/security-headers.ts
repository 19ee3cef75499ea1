import type { FastifyHelmetOptions } from "@fastify/helmet";

/**
 * Headers of pages (docs, console): nothing from elsewhere is loaded, nobody frames us. A page that needs more sets
 * `Content-Security-Policy` itself. Strict-Transport-Security only where we are reached by https.
 */
export const pageSecurity = (publicUrl: string): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: publicUrl.startsWith("https:") ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  referrerPolicy: { policy: "same-origin" },
});
