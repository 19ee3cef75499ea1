import { createTransport } from "nodemailer";

/** A mail on its way out. */
export interface Outgoing {
  /** The same at every try, so that mail servers and people's programs can tell a second copy. */
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** `kept`: there is no server to send it to. Rejects when the server does not take it. */
export interface MailTransport {
  send(mail: Outgoing): Promise<"sent" | "kept">;
  close(): void;
}

const TIMEOUT_MS = 10_000;

/** Sends by the SMTP server of `smtpUrl` (`smtp://user:password@host:587`, `smtps://…`); without one, mail is kept. */
export const openTransport = ({ smtpUrl, from }: { smtpUrl: string | undefined; from: string }): MailTransport => {
  if (smtpUrl === undefined) return { send: () => Promise.resolve("kept"), close: () => undefined };
  const domain = /@([^\s@>]+)>?$/.exec(from)?.[1] ?? "localhost";
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const smtp = createTransport({ url: smtpUrl, pool: true, maxConnections: 2, ...timeouts });
  return {
    async send({ id, to, subject, text }) {
      await smtp.sendMail({
        from,
        to: [...to],
        subject,
        text,
        messageId: `<${id}@${domain}>`,
        disableUrlAccess: true,
        disableFileAccess: true,
      });
      return "sent";
    },
    close: () => smtp.close(),
  };
};
