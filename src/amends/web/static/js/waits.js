// What was written offline and waits on this device. Where a browser refuses to store anything, nothing waits.
const waits = () => Boolean(store?.getItem("waiting"));
const still = (form) => {
  const told = document.createElement("input");
  Object.assign(told, { type: "hidden", name: "waiting", value: "yes" });
  form.append(told);
};
