/**
 * What Scalar draws that not everybody can use, mended as it is drawn: buttons that copy code have no name; those that
 * show more of a tag another one than is read on them, by which nobody can call them out; buttons that explain a field
 * are hidden from readers; fields say that they open a list, and not whether it is open; a list that scrolls is out of
 * Tab's way where nothing in it takes the focus.
 */
export const REFERENCE_MENDS = `const MENDS = [
  [".scalar-code-copy:not([aria-label])", (one) => one.setAttribute("aria-label", "Copy code")],
  [".show-more[aria-label]", (one) => one.removeAttribute("aria-label")],
  ["button[role=none]", (one) => one.removeAttribute("role")],
  ["[contenteditable][role=combobox]:not([aria-expanded])", (one) => one.setAttribute("role", "textbox")],
  [".endpoints:not([tabindex], :has(a[href], button))", (one) => one.setAttribute("tabindex", "0")],
];
let isDue = false;
const mend = () => {
  isDue = false;
  for (const [selector, one] of MENDS) document.querySelectorAll(selector).forEach(one);
};
new MutationObserver(() => {
  if (!isDue) requestAnimationFrame(mend);
  isDue = true;
}).observe(document.body, { childList: true, subtree: true });
`;
