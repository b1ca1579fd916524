// What was written offline and waits on this device. Some browsers refuse to store anything: then nothing waits.
const store = (() => {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
})();
const waits = () => Boolean(store?.getItem("waiting"));
const still = (form) => {
  const told = document.createElement("input");
  Object.assign(told, { type: "hidden", name: "waiting", value: "yes" });
  form.append(told);
};
