import { FlaskConical } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Note } from "../../ui/note.tsx";
import { Card, Facts, Page } from "../../ui/page.tsx";
import { At } from "../../ui/time.tsx";
import { usePlace } from "../frame/place.ts";
import { roleLabel } from "../settings/members/roles.ts";
import { useSeat } from "../session/seat.tsx";
import { NextSteps } from "./next-steps.tsx";
import { References } from "./references.tsx";

/** What this is, and what to do next. */
export const HomePage = () => {
  const { user, membership, center, mode, can } = useSeat();
  const { toMode } = usePlace();
  return (
    <Page
      title={`Welcome, ${user.name.split(" ")[0] ?? user.name}`}
      documentTitle="Home"
      description={`Connect ${membership.center.name} to your other systems: they read and write over the REST API, and signed webhooks tell them what changed.`}
    >
      {mode === "live" && can("apiKeys.create") && (
        <Note
          tone="quiet"
          title="New to this? Start in Test mode"
          action={
            <Button size="small" icon={<FlaskConical aria-hidden />} onClick={() => toMode("test")}>
              Switch to Test
            </Button>
          }
        >
          The sandbox has the same API and sample data, and nothing in it is real.
        </Note>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <NextSteps />
        <div className="grid gap-5">
          <Card title={mode === "test" ? "This sandbox" : "This center"}>
            <Facts
              facts={[
                ["Name", center.name],
                ["Your roles", membership.roles.map(roleLabel).join(", ")],
                ["Time zone", center.timezone],
                mode === "test" ? ["Its clock", <At key="clock" at={center.now} />] : undefined,
              ]}
            />
          </Card>
          <References />
        </div>
      </div>
    </Page>
  );
};
