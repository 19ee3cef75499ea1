import { Hammer } from "lucide-react";
import { Card, Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";

export const EventsPage = () => (
  <Page title="Events">
    <Card flush>
      <Empty icon={Hammer} title="Not built yet" />
    </Card>
  </Page>
);
