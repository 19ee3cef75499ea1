/** The files that the documentation shows and the checks run, each fetched when it is looked at. */
const FILES = {
  node: () => import("../../../../../../docs/webhooks/verify/node.mjs?raw"),
  python: () => import("../../../../../../docs/webhooks/verify/python.py?raw"),
  go: () => import("../../../../../../docs/webhooks/verify/go.go?raw"),
  php: () => import("../../../../../../docs/webhooks/verify/php.php?raw"),
  ruby: () => import("../../../../../../docs/webhooks/verify/ruby.rb?raw"),
  java: () => import("../../../../../../docs/webhooks/verify/Java.java?raw"),
  csharp: () => import("../../../../../../docs/webhooks/verify/csharp.cs?raw"),
};

export type Language = keyof typeof FILES;

export const LANGUAGES: readonly { value: Language; label: string }[] = [
  { value: "node", label: "Node.js" },
  { value: "python", label: "Python" },
  { value: "go", label: "Go" },
  { value: "php", label: "PHP" },
  { value: "ruby", label: "Ruby" },
  { value: "java", label: "Java" },
  { value: "csharp", label: "C#" },
];

export const loadSnippet = async (language: Language): Promise<string> => (await FILES[language]()).default;
