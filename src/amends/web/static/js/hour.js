// The device's own clock, so that days are told by it.
for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

// The sky in the first door follows the hour of the device; without script it is dusk.
if (document.querySelector(".doors")) {
  const hour = new Date().getHours();
  document.body.dataset.hour = hour < 5 || hour >= 21 ? "night" : hour < 8 ? "dawn" : hour < 17 ? "day" : "dusk";
}
