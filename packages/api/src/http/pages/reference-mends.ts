/**
 * What Scalar draws that not everybody can use, mended as it is drawn: buttons that copy code have no name; those that
 * show more of a tag another one than is read on them, by which nobody can call them out; buttons that explain a field
 * are hidden from readers; fields say that they open a list, and not whether it is open; the links of a tag to its
 * operations and events lead nowhere, so that Tab passes them by.
 */
export const REFERENCE_MENDS = `// As the sidebar's: #tag/bookings/GET/bookings, #tag/webhooks/webhook/POST/booking.no-show
const hrefOf = (one) => {
  const tag = one.closest("section").id.replace(/^[^/]+\\//, "");
  const method = one.querySelector(".endpoint-method").textContent.trim().toUpperCase();
  const path = one.querySelector(".endpoint-path").textContent.trim();
  const place = path.startsWith("/") ? method + path : "webhook/" + method + "/" + path.replaceAll("_", "-");
  return "#" + tag + "/" + place;
};
const MENDS = [
  [".scalar-code-copy:not([aria-label])", (one) => one.setAttribute("aria-label", "Copy code")],
  [".show-more[aria-label]", (one) => one.removeAttribute("aria-label")],
  ["button[role=none]", (one) => one.removeAttribute("role")],
  ["[contenteditable][role=combobox]:not([aria-expanded])", (one) => one.setAttribute("role", "textbox")],
  [".endpoint:not([href])", (one) => one.setAttribute("href", hrefOf(one))],
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
