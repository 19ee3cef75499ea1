import { Page } from "../../../ui/page.tsx";
import { NameCard } from "./name-card.tsx";
import { PasswordCard } from "./password-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

export const AccountPage = () => (
  <Page title="Account" description="Yours in every center that you work in.">
    <div className="grid max-w-3xl gap-5">
      <NameCard />
      <PasswordCard />
      <SessionsCard />
    </div>
  </Page>
);
