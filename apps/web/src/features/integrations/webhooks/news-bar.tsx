import { Button } from "../../../ui/button.tsx";
import type { News } from "./use-followed.ts";

/** Above a list that was read far, when something happened meanwhile. */
export const NewsBar = ({ news }: { news: News }) =>
  news.any && (
    <div className="flex justify-center border-b border-line py-2">
      <Button size="small" onClick={news.show}>
        Show what happened since
      </Button>
    </div>
  );
