import { Hammer } from "lucide-react";
import { Card, Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";

export const AuditPage = () => (
  <Page title="Audit log">
    <Card flush>
      <Empty icon={Hammer} title="Not built yet" />
    </Card>
  </Page>
);
