import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CodeBlock } from "../../../ui/code.tsx";
import { ShownOnce } from "../../../ui/shown-once.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { Tabs } from "../../../ui/tabs.tsx";
import { LANGUAGES, type Language, loadSnippet } from "./snippets.ts";

/** The verification of a signature in one of seven languages. */
const VerifySnippets = () => {
  const [language, setLanguage] = useState<Language>("node");
  const snippet = useQuery({
    queryKey: ["verify-snippet", language],
    queryFn: () => loadSnippet(language),
    staleTime: Infinity,
  });
  return (
    <div className="min-w-0">
      <h3 className="mb-1 font-semibold">Verify what you receive</h3>
      <p className="mb-2 text-[13px] text-ink-soft">
        Check the signature over the raw body, before anything parses it. Answer 2xx within five seconds.
      </p>
      <Tabs label="Language" value={language} onChange={setLanguage} tabs={LANGUAGES}>
        {snippet.data === undefined ? (
          <Skeleton className="h-64" />
        ) : (
          <CodeBlock code={snippet.data} label="code that verifies a delivery" maxHeight="22rem" />
        )}
      </Tabs>
    </div>
  );
};

export interface SecretShownProps {
  title: string;
  secret: string;
  onClose: () => void;
}

/** A signing secret, once. */
export const SecretShown = ({ title, secret, onClose }: SecretShownProps) => (
  <ShownOnce title={title} what="signing secret" value={secret} onClose={onClose}>
    {() => <VerifySnippets />}
  </ShownOnce>
);
