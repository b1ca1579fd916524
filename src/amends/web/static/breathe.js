// The minute, to feel or to hear: in for four, out for six, in step with the bowl. Off until asked for, and off again.
"use strict";

const IN = 4000;
const BREATH = 10000;
const MINUTE = 6 * BREATH;
const button = document.querySelector("[data-breath]");

// The bowl moves by itself from the first moment; its own clock says where in the minute we are.
const [moves] = document.querySelector(".lung")?.getAnimations() ?? [];
const began = performance.now();
const at = () => Number(moves?.currentTime ?? performance.now() - began) % MINUTE;

const buzz = () => {
  let waits = 0;
  const breath = () => {
    navigator.vibrate([120, IN - 120, 60]);
    waits = setTimeout(breath, BREATH - (at() % BREATH));
  };
  waits = setTimeout(breath, BREATH - (at() % BREATH));
  return () => {
    clearTimeout(waits);
    navigator.vibrate(0);
  };
};

const tone = () => {
  const sound = new AudioContext();
  const voice = sound.createOscillator();
  const loud = sound.createGain();
  voice.connect(loud).connect(sound.destination);
  loud.gain.value = 0.04;
  voice.frequency.value = 147;
  const first = sound.currentTime + (BREATH - (at() % BREATH)) / 1000;
  for (let start = first; start < first + MINUTE / 1000; start += BREATH / 1000) {
    voice.frequency.setValueAtTime(147, start);
    voice.frequency.linearRampToValueAtTime(220, start + IN / 1000);
    voice.frequency.linearRampToValueAtTime(147, start + BREATH / 1000);
  }
  voice.start(first);
  voice.stop(first + MINUTE / 1000);
  return () => sound.close();
};

if (button) {
  const felt = Boolean(navigator.vibrate) && matchMedia("(pointer: coarse)").matches;
  const { buzz: buzzes, tone: tones, on, off } = button.dataset;
  let end = null;
  const told = () => {
    button.setAttribute("aria-pressed", String(Boolean(end)));
    button.firstElementChild.textContent = `${felt ? buzzes : tones} ${end ? on : off}`;
  };
  button.addEventListener("click", () => {
    if (end) end();
    end = end ? null : (felt ? buzz : tone)();
    told();
  });
  told();
}
