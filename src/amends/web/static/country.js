// The country that was chosen here: remembered on this device, so that its number comes first without a network too.
const part = document.querySelector("[data-emergency]");
const picker = document.querySelector("[data-picker]");
const form = document.querySelector("[data-where]");
const buttons = [...picker.querySelectorAll("button[name=country]")];
const remembered = store?.getItem("country");

// Where the page carries the numbers: the one of this country, as a link to call.
const show = ({ dataset, textContent, value }) => {
  const call = part.querySelector("[data-call]");
  const link = call.querySelector("a");
  link.href = `tel:${dataset.number}`;
  link.querySelector("strong").textContent = dataset.number;
  link.querySelector("[data-name]").textContent = textContent;
  call.hidden = false;
  for (const note of part.querySelectorAll("[data-note]")) note.hidden = note.dataset.note !== value;
  const summary = picker.querySelector("summary");
  summary.textContent = summary.dataset.change;
  picker.open = false;
  return link;
};

// The cookie for the pages to come. Without a network there is none, and the copy kept here does.
const tell = async (code) => {
  const body = new FormData(form);
  body.set("country", code);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  return answer.type === "opaqueredirect";
};

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { submitter } = event;
  store?.setItem("country", submitter.value);
  if (submitter.dataset.number) show(submitter).focus();
  const told = await tell(submitter.value).catch(() => false);
  if (submitter.dataset.number) return;
  location.assign(told ? form.elements.here.value : `${form.dataset.where}?country=${submitter.value}`);
});

if (picker.dataset.country) store?.setItem("country", picker.dataset.country);
else if (remembered) {
  const button = buttons.find(({ value }) => value === remembered);
  const only = `?country=${remembered}`;
  if (button?.dataset.number) show(button);
  else if (button && location.pathname === form?.dataset.where && location.search !== only) {
    const query = new URLSearchParams(location.search);
    const asked = query.has("country");
    query.set("country", remembered);
    location.replace(asked ? only : `?${query}`);
  }
}
