import { html } from "./html.ts";
import type { PageContent } from "./layout.ts";

/** `/`: what this is, in one screen, with three things to do next. */
export const landingPage = (publicUrl: string): PageContent => ({
  title: "AviationAlley API",
  description: "REST API and signed webhooks for the daily operation of training centers, flight schools and carriers.",
  path: "/",
  body: html`<h1>The training center’s day, as an API</h1>
    <p class="lead">
      Simulator bookings, work orders, invoices, compliance, MEL deferrals, crew, reserve, trip trades and checks: read
      them over REST, and be told the moment they change by signed webhooks. Every center has a sandbox to try it in.
    </p>
    <ol class="steps">
      <li>
        <div>
          <h2>Get a token</h2>
          <p>
            Sign in to the <a href="/app/settings/integrations/api-keys?mode=test">console</a> and make a key: its token
            is shown once. One that begins with <code>aa_test_</code> sees the sandbox only.
            <code>npm start</code> prints the owner’s password, and a test token, at its first start.
          </p>
        </div>
      </li>
      <li>
        <div>
          <h2>Make the first call</h2>
          <pre><code>curl -H "Authorization: Bearer aa_test_…" ${publicUrl}/api/v1/bookings</code></pre>
        </div>
      </li>
      <li>
        <div>
          <h2>Build on it</h2>
          <p>
            The <a href="/docs/api">reference</a> has every operation and event, and sends requests from the page; the
            <a href="/docs/guides">guides</a> say what each resource means and which states it goes through;
            <a href="/docs/webhooks">webhooks</a> explains signatures and retries, and the
            <a href="/app/settings/integrations/webhooks?mode=test">console</a> shows each delivery as it happens. The
            <a href="/api/v1/openapi.json">OpenAPI document</a> generates a client in your language.
          </p>
        </div>
      </li>
    </ol>`,
});
