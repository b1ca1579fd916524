// What was given is shown only while it is still there. The page asks every half minute, and whenever somebody comes
// back to it; while nobody answers, the words are hidden. With script off the page itself goes after five minutes.
const EVERY = 30000, PATIENCE = 10000; // milliseconds
const letter = document.querySelector("[data-still]");
const unsure = document.querySelector("[data-unsure]");
const gone = document.querySelector("[data-gone]");
const proof = letter.querySelector("[data-proof]");
let heard = Date.now(), asked = 0;

const ends = () => {
  document.querySelector("main").replaceChildren(gone.content);
  document.querySelector("main h1").focus();
};
const arrived = () =>
  fetch(letter.dataset.still, {
    method: proof ? "POST" : "GET",
    body: proof && new FormData(proof),
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
const asks = async () => {
  if (!letter.isConnected) return;
  const mine = ++asked;
  const answer = await arrived();
  if (!letter.isConnected) return;
  if (answer?.status === 404) return ends();
  if (mine !== asked) return; // a later question has its own answer
  const isThere = answer?.status === 204;
  if (isThere) heard = Date.now();
  letter.hidden = !isThere;
  unsure.hidden = isThere;
};
const hides = () => {
  letter.hidden = true;
};

letter.dataset.watched = "";
setInterval(asks, EVERY);
for (const name of ["online", "offline"]) addEventListener(name, asks);
addEventListener("pagehide", hides); // a page that the browser keeps for "back" shows nothing until it has asked
addEventListener("pageshow", asks);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  if (Date.now() - heard > EVERY + PATIENCE) hides();
  asks();
});
