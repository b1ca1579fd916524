// Small comforts only: every page works without this file.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A breath of ten seconds, to feel or to hear: in for four, out for six. Off until asked for, and off again.
for (const pace of document.querySelectorAll("[data-pace]")) {
  pace.hidden = false;
  const [buzz, tone] = pace.querySelectorAll("button");
  buzz.hidden = !navigator.vibrate;
  const told = (button, on) => button.setAttribute("aria-pressed", String(Boolean(on)));
  let felt = 0;
  buzz.addEventListener("click", () => {
    if (felt) {
      clearInterval(felt);
      navigator.vibrate(0);
      felt = 0;
      told(buzz, felt);
      return;
    }
    const breath = () => navigator.vibrate([120, 3880, 60]);
    breath();
    felt = setInterval(breath, 10000);
    told(buzz, felt);
  });
  let heard = null;
  const quiet = () => {
    heard.close();
    heard = null;
    told(tone, heard);
  };
  tone.addEventListener("click", () => {
    if (heard) {
      quiet();
      return;
    }
    heard = new AudioContext();
    told(tone, heard);
    const voice = heard.createOscillator(),
      loud = heard.createGain();
    voice.connect(loud).connect(heard.destination);
    loud.gain.value = 0.04;
    for (let at = 0; at < 300; at += 10) {
      voice.frequency.linearRampToValueAtTime(220, heard.currentTime + at + 4);
      voice.frequency.linearRampToValueAtTime(147, heard.currentTime + at + 10);
    }
    const mine = heard;
    voice.onended = () => heard === mine && quiet();
    voice.start();
    voice.stop(heard.currentTime + 300);
  });
}
