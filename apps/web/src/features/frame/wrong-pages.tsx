import { Compass, RotateCw } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/states.tsx";

const home = (): void => location.assign("/app/");

export const MissingPage = () => (
  <Empty
    icon={Compass}
    heading="h1"
    title="This page does not exist"
    action={
      <Button kind="primary" onClick={home}>
        Go to the start
      </Button>
    }
  >
    The link may be old, or mistyped.
  </Empty>
);

/** A page that broke, or whose file a newer release has replaced. */
export const CrashedPage = () => (
  <div role="alert">
    <Empty
      icon={RotateCw}
      heading="h1"
      title="This page could not be shown"
      action={
        <>
          <Button kind="primary" onClick={() => location.reload()}>
            Reload
          </Button>
          <Button onClick={home}>Go to the start</Button>
        </>
      }
    >
      The server may have been updated meanwhile: reloading then helps.
    </Empty>
  </div>
);
